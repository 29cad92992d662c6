import { typeName } from '../../kernel/type-name.ts'
import { suggest } from './check-members.ts'

/** `{{run.run_id}}`: the name of a call, and the path of a member of its answer. */
const REFERENCE = /\{\{\s*([^{}]+?)\s*\}\}/g

/** Answers of earlier calls, by the names of the calls. */
export type Answers = ReadonlyMap<string, unknown>

/** Lists the references in a value, without braces. */
export function referencesIn(value: unknown): string[] {
  if (typeof value === 'string') return Array.from(value.matchAll(REFERENCE), ([, path = '']) => path)
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(referencesIn)
}

/**
 * Copies a value with the members of answers in the place of references. A text that is one reference becomes the member
 * itself, such as a number.
 *
 * @throws {Error} that names the reference and the remedy
 */
export function withAnswers(value: unknown, answers: Answers): unknown {
  if (typeof value === 'string') {
    const [whole] = value.matchAll(REFERENCE)
    return whole?.[0] === value ? look(whole[1] ?? '', answers) : textWithAnswers(value, answers)
  }
  if (Array.isArray(value)) return value.map((item) => withAnswers(item, answers))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withAnswers(item, answers)]))
}

/** The same for a text that stays one. `encode` escapes the members. */
export function textWithAnswers(
  text: string,
  answers: Answers,
  encode: (member: string) => string = String,
): string {
  return text.replaceAll(REFERENCE, (reference, path: string) => {
    const member = look(path, answers)
    if (['string', 'number', 'boolean'].includes(typeof member)) return encode(String(member))
    throw new Error(`${reference}: is of type ${typeName(member)}; name a text or a number`)
  })
}

function look(path: string, answers: Answers): unknown {
  const [name = '', ...members] = path.split('.')
  let value: unknown = answers.get(name)
  for (const member of members) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) {
      const known = typeof value === 'object' && value !== null ? Object.keys(value) : []
      const remedy = known.length === 0 ? `it is of type ${typeName(value)}` : suggest(member, known)
      throw new Error(`{{${path}}}: the answer has no member ${member}; ${remedy}`)
    }
    value = Reflect.get(value, member)
  }
  return value
}
