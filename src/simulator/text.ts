import type { RunRequest } from './plan.ts'
import { pick, type Random } from './random.ts'

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

/** What a text model answers: a few sentences that quote the prompt, fixed by the run's generator. */
export function writeText({ prompt, model, technique }: RunRequest, random: Random): string {
  const quoted = Array.from(prompt).slice(0, QUOTED_PROMPT_MAX).join('')
  return [
    `${pick(random, OPENINGS)} “${quoted}”.`,
    pick(random, MIDDLES),
    pick(random, CLOSINGS),
    `(Simulated by flora-emulator for ${technique?.name ?? model}.)`,
  ].join(' ')
}
