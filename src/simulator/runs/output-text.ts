import { firstCharacters } from '../../kernel/text/first-characters.ts'
import type { RunRequest } from './plan.ts'
import { pick, type Random } from '../../kernel/random.ts'

/** Characters of the prompt that a text quotes. */
const QUOTED_PROMPT_MAX = 200

const OPENINGS = ['Here is a first take on', 'A short answer to', 'This is a draft for'] as const
const MIDDLES = [
  'The subject stays in focus, the light is soft, and nothing distracts from it.',
  'Three ideas stand out: keep it simple, keep it warm, and let the details speak.',
  'The tone is calm and clear, with one concrete image in every sentence.',
] as const
const CLOSINGS = [
  'Change one thing at a time and compare the results.',
  'A second variant could start from the opposite mood.',
  'From here it can be shortened, translated or set in type.',
] as const

/** Writes the output of a text model: three sentences with the prompt, or JSON when the request asks for it. */
export function writeText(request: RunRequest, random: Random): string {
  const { prompt, model, technique } = request
  const quoted = firstCharacters(prompt, QUOTED_PROMPT_MAX)
  const [opening, middle, closing] = [pick(random, OPENINGS), pick(random, MIDDLES), pick(random, CLOSINGS)]
  const author = technique?.name ?? model
  if (wantsJson(request)) {
    const answer = { title: quoted, summary: middle, next_steps: [closing], model: author, simulated: true }
    return JSON.stringify(answer, null, 2)
  }
  return `${opening} “${quoted}”. ${middle} ${closing} (Simulated by flora-emulator for ${author}.)`
}

/** Params that ask a model for JSON, by a name or by an object with a `type`. */
const FORMAT_PARAMS = ['response_format', 'output_format', 'format'] as const

function wantsJson({ prompt, params }: RunRequest): boolean {
  return FORMAT_PARAMS.some((name) => /^json/i.test(typeOf(params[name]))) || /\bjson\b/i.test(prompt)
}

function typeOf(format: unknown): string {
  if (typeof format === 'string') return format
  return typeof format === 'object' && format !== null && 'type' in format ? String(format.type) : ''
}
