import type { RunParams } from '../runs/plan.ts'

/** An input text. */
export interface NamedText {
  /** Null for the default, such as `Input 1`. */
  readonly name: string | null
  readonly text: string
}

export type TextActionResult =
  | { readonly outcome: 'done'; readonly texts: readonly string[] }
  /** The value of `param` leads to more work than is allowed. */
  | { readonly outcome: 'too_much'; readonly param: string; readonly reason: string }

/** Characters of a result. Far more than a text node holds, but a short request cannot create gigabytes. */
const RESULT_MAX = 2_000_000
/** Characters of a search text. The time of a search grows with them. */
const FIND_MAX = 1_000

/**
 * Runs an action on text. Other actions are only simulated.
 *
 * @param params with the defaults of the action
 * @returns null for an action that is not about text
 */
export function runTextAction(
  actionId: string,
  params: RunParams,
  inputs: readonly NamedText[],
): TextActionResult | null {
  const text = inputs[0]?.text ?? ''
  switch (actionId) {
    case 'split-text-browser':
      return done(splitText(text, params))
    case 'find-and-replace-text-browser':
      return replaceText(text, params)
    case 'concat-text-browser':
      return concatTexts(inputs, params)
    default:
      return null
  }
}

const done = (texts: readonly string[]): TextActionResult => ({ outcome: 'done', texts })
const tooLong = (param: string): TextActionResult => ({
  outcome: 'too_much',
  param,
  reason: `The result would be longer than ${RESULT_MAX} characters`,
})

function splitText(text: string, params: RunParams): string[] {
  const parts = cut(text.replaceAll('\r\n', '\n'), params)
  const trimmed = params['trim_parts'] === true ? parts.map((part) => part.trim()) : parts
  const kept = params['skip_empty'] === true ? trimmed.filter((part) => part.trim() !== '') : trimmed
  return kept.slice(0, whole(params['max_parts']))
}

function cut(text: string, params: RunParams): string[] {
  switch (params['split_mode']) {
    case 'paragraph':
      return text.split(/\n[^\S\n]*(?:\n[^\S\n]*)+/)
    case 'lines':
      return chunks(text.split('\n'), whole(params['lines_per_part'])).map((lines) => lines.join('\n'))
    case 'bullets':
      return bullets(text)
    case 'charCount':
      return chunks(Array.from(text), whole(params['chars_per_part'])).map((chars) => chars.join(''))
    default: {
      const separator = string(params['separator'])
      return separator === '' ? [text] : text.split(separator)
    }
  }
}

/** Splits a list into its items, without their marks. An item keeps its further lines. Text before the list is a part too. */
function bullets(text: string): string[] {
  const parts: string[][] = [[]]
  for (const line of text.split('\n')) {
    const mark = /^\s*(?:[-*+•‣–]|\d{1,9}[.)])\s+/.exec(line)?.[0]
    if (mark === undefined) parts.at(-1)?.push(line)
    else parts.push([line.slice(mark.length)])
  }
  const [before = [], ...items] = parts
  return (before.join('').trim() === '' ? items : parts).map((lines) => lines.join('\n'))
}

function replaceText(text: string, params: RunParams): TextActionResult {
  const [find, replace] = [string(params['find']), string(params['replace'])]
  if (find === '') return done([text])
  if (find.length > FIND_MAX) {
    return { outcome: 'too_much', param: 'find', reason: `At most ${FIND_MAX} characters` }
  }
  const literal = find.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
  const word = String.raw`[\p{L}\p{N}_]`
  const source = params['whole_word'] === true ? `(?<!${word})${literal}(?!${word})` : literal
  const flags = (params['replace_all'] === true ? 'gu' : 'u') + (params['case_sensitive'] === true ? '' : 'i')
  const pattern = new RegExp(source, flags)
  const matches = text.match(pattern)?.length ?? 0
  if (text.length + matches * replace.length > RESULT_MAX) return tooLong('replace')
  return done([text.replace(pattern, () => replace)])
}

function concatTexts(inputs: readonly NamedText[], params: RunParams): TextActionResult {
  const [prefix, suffix, separator] = [params['prefix'], params['suffix'], params['separator']].map(string)
  const named = inputs.map(({ name, text }, index) => ({
    name: name ?? `Input ${index + 1}`,
    text: params['trim_parts'] === true ? text.trim() : text,
  }))
  const kept = params['skip_empty'] === true ? named.filter(({ text }) => text.trim() !== '') : named
  const bodies = kept.map(({ name, text }) => (params['add_headers'] === true ? `${name}\n${text}` : text))
  const each = params['wrap_each_part'] === true
  const around = [prefix, suffix, separator].join('').length
  const length = bodies.reduce((sum, body) => sum + body.length + around, around)
  if (length > RESULT_MAX) return tooLong('separator')
  const wrap = (body: string) => `${prefix}${body}${suffix}`
  const joined = (each ? bodies.map(wrap) : bodies).join(separator)
  return done([each ? joined : wrap(joined)])
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

const string = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Reads a count, which is at least 1. */
const whole = (value: unknown): number => (typeof value === 'number' && value >= 1 ? Math.floor(value) : 1)
