import { member, textOf } from '../member.ts'

/** Why a call failed: what the emulator answered, or that it did not. */
export class CallError extends Error {
  /** 0 when there was no answer. */
  readonly status: number
  readonly code: string
  /** What was wrong with which part of the request, where the emulator says. */
  readonly fields: readonly FieldProblem[]

  constructor(status: number, code: string, message: string, fields: readonly FieldProblem[] = []) {
    super(message)
    this.name = 'CallError'
    this.status = status
    this.code = code
    this.fields = fields
  }
}

export interface FieldProblem {
  readonly field: string
  readonly message: string
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
}

/** Calls the emulator, and gives its answer the type that the caller knows it to have. Rejects with CallError. */
export async function call<Answer>(
  url: string,
  { method = 'GET', headers = {}, json }: Call,
): Promise<Answer> {
  const body = json === undefined ? {} : { body: JSON.stringify(json) }
  const type = json === undefined ? {} : { 'content-type': 'application/json' }
  const [answer, text] = await exchange(url, { method, headers: { ...type, ...headers }, ...body })
  const value: unknown = parse(text)
  // Both sides are compiled against src/schemas, which is what makes this true.
  if (answer.ok) return value as Answer
  throw refusal(answer.status, value)
}

async function exchange(url: string, init: RequestInit): Promise<[Response, string]> {
  try {
    const answer = await fetch(url, init)
    return [answer, await answer.text()]
  } catch {
    throw new CallError(0, 'unreachable', 'No answer: the emulator does not run, or cut the connection.')
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return text
  }
}

function refusal(status: number, value: unknown): CallError {
  const error = member(value, 'error')
  const message = textOf(member(error, 'message')) ?? `The emulator answered ${status}.`
  const fields = member(error, 'fields')
  const problems = Array.isArray(fields) ? fields.map(toProblem) : []
  return new CallError(status, textOf(member(error, 'code')) ?? 'unknown', message, problems)
}

const toProblem = (value: unknown): FieldProblem => ({
  field: textOf(member(value, 'field')) ?? '',
  message: textOf(member(value, 'message')) ?? '',
})

/** `?name=value&…` of the members that are there and not empty. */
export function queryOf(members: Readonly<Record<string, string | number | null>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(members)) {
    if (value !== null && value !== '') query.set(name, String(value))
  }
  return query.size === 0 ? '' : `?${query.toString()}`
}
