import type { Effect } from './effect.ts'

/** Conditions of a rule. A request must meet all that are present. */
export interface RuleMatch {
  /** Id of an operation, such as `startGeneration`. */
  readonly operation?: string
  /** HTTP method, in upper or lower case. */
  readonly method?: string
  /** Pattern with `*`, with or without the prefix of the API. */
  readonly path?: string
  readonly workspaceId?: string
  readonly type?: string
  /** Pattern with `*`. */
  readonly model?: string
  /** Text that the prompt contains. */
  readonly prompt?: string
}

/** An effect on all matching requests. */
export interface Rule {
  readonly match: RuleMatch
  /** Number of requests that it applies to; null for all. */
  readonly times: number | null
  readonly effect: Effect
}

/** The parts of a request that rules match. Null for a part that the request does not have. */
export interface RuleSubject {
  readonly operation: string
  /** HTTP method in upper case. */
  readonly method: string
  /** The path with and without the prefix of the API. */
  readonly paths: readonly string[]
  readonly workspaceId: string | null
  readonly type: string | null
  readonly model: string | null
  readonly prompt: string | null
}

/** Returns true if a request meets every condition. */
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
 * Matches a text with a pattern, in which `*` stands for any characters. It takes the first position for each part, so that
 * no pattern is slow, unlike a regular expression with many wildcards.
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
