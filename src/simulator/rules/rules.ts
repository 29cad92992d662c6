import type { Effect } from './effect.ts'

/** What a request must be for a rule to apply; all members that are there must hold. */
export interface RuleMatch {
  readonly operation?: string
  readonly method?: string
  /** With `*` for any characters; with or without the API's prefix. */
  readonly path?: string
  readonly workspaceId?: string
  readonly type?: string
  /** With `*` for any characters. */
  readonly model?: string
  /** A part of the prompt. */
  readonly prompt?: string
}

/** A standing instruction that changes how matching requests turn out. */
export interface Rule {
  readonly match: RuleMatch
  /** How often it applies at most; null for always. */
  readonly times: number | null
  readonly effect: Effect
}

/** What a rule can look at. Null where the request has no such thing. */
export interface RuleSubject {
  readonly operation: string
  readonly method: string
  /** The path in each of the spellings that a rule may use. */
  readonly paths: readonly string[]
  readonly workspaceId: string | null
  readonly type: string | null
  readonly model: string | null
  readonly prompt: string | null
}

export function matches(match: RuleMatch, subject: RuleSubject): boolean {
  const { operation, method, path, workspaceId, type, model, prompt } = match
  return (
    (operation === undefined || operation === subject.operation) &&
    (method === undefined || method.toUpperCase() === subject.method) &&
    (path === undefined || subject.paths.some((spelling) => matchesGlob(path, spelling))) &&
    (workspaceId === undefined || workspaceId === subject.workspaceId) &&
    (type === undefined || type === subject.type) &&
    (model === undefined || (subject.model !== null && matchesGlob(model, subject.model))) &&
    (prompt === undefined || (subject.prompt?.includes(prompt) ?? false))
  )
}

/**
 * True when `text` fits `pattern`, in which `*` stands for any characters. Takes the first place that fits for each
 * part, so that no pattern can make it slow, as a regular expression with many wildcards would be.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = pattern.split('*')
  const [first = '', last = ''] = [parts[0], parts.at(-1)]
  if (parts.length === 1) return text === pattern
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false
  let from = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from)
    if (found === -1) return false
    from = found + part.length
  }
  return from <= text.length - last.length
}
