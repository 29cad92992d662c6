import { parseJson, isRecord, type JsonRecord } from '../json.ts'
import { type Exchange, isJson } from './exchange.ts'

/** What a run is a run of. */
export interface Subject {
  readonly kind: 'models' | 'techniques' | 'actions'
  readonly id: string
}

/** What one answer says about one run. */
export interface Fact {
  readonly runId: string
  /** Wall time: when a start was sent, or when a state was received. */
  readonly at: number
  /** True for the answer to the request that starts the run. */
  readonly isStart: boolean
  readonly subject: Subject | null
  /** Price that a start announces. */
  readonly quoteUsd: number | null
  readonly state: RunState | null
}

export interface RunState {
  readonly status: string
  readonly progress: number | null
  readonly createdAt: number | null
  readonly startedAt: number | null
  readonly completedAt: number | null
  readonly costUsd: number | null
  readonly errorCode: string | null
}

const STATUSES = new Set(['pending', 'running', 'completed', 'failed'])
/** Rows of one answer that are looked at; a page has at most 100. */
const ROWS_MAX = 1000

/** Reads what an exchange says about runs: starts, states, and rows of the histories. */
export function factsOf(exchange: Exchange): Fact[] {
  const { answer } = exchange
  if (answer === null || answer.status < 200 || answer.status > 299 || !isJson(answer.headers)) return []
  let value: unknown
  try {
    value = parseJson(answer.body.toString('utf8'))
  } catch {
    return []
  }
  if (!isRecord(value)) return []
  const rows = Object.values(value).flatMap((member) =>
    Array.isArray(member) ? (member as readonly unknown[]).slice(0, ROWS_MAX) : [],
  )
  return [value, ...rows].flatMap((row) => (isRecord(row) ? (factOf(row, exchange) ?? []) : []))
}

function factOf(row: JsonRecord, { method, path, sentAt, durationMs }: Exchange): Fact | null {
  const runId = row['run_id']
  if (typeof runId !== 'string' || runId === '') return null
  const state = stateOf(row)
  const isStart = method === 'POST'
  return {
    runId,
    at: isStart ? sentAt : sentAt + durationMs,
    isStart,
    subject: subjectOf(row, path),
    quoteUsd: isStart && state === null ? amount(row['charged_cost']) : null,
    state,
  }
}

function subjectOf(row: JsonRecord, path: string): Subject | null {
  const named = (member: string, id: string): string | null => {
    const value = row[member]
    return isRecord(value) ? textOf(value[id]) : null
  }
  const technique =
    named('technique', 'technique_id') ?? /^\/techniques\/(tech_[^/?]+)\/runs/.exec(path)?.[1] ?? null
  const action = named('action', 'action_id')
  const model = named('model', 'model_id')
  if (technique !== null) return { kind: 'techniques', id: technique }
  if (action !== null) return { kind: 'actions', id: action }
  return model === null ? null : { kind: 'models', id: model }
}

function stateOf(row: JsonRecord): RunState | null {
  const status = textOf(row['status'])
  if (status === null || !STATUSES.has(status)) return null
  return {
    status,
    progress: numberOf(row['progress']),
    createdAt: numberOf(row['created_at']),
    startedAt: numberOf(row['started_at']),
    completedAt: numberOf(row['completed_at']),
    costUsd: amount(row['charged_cost']),
    errorCode: textOf(row['error_code']),
  }
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, 200) : null

const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

function amount(value: unknown): number | null {
  const number = numberOf(value)
  return number !== null && number >= 0 ? number : null
}
