import type { RequestFact } from './facts.ts'

/** Operations that start runs. test/checks/operations.test.ts compares them with openapi.yaml. */
export const START_OPERATIONS: ReadonlySet<string> = new Set([
  'startGeneration',
  'startGatewayGeneration',
  'createGenerationRun',
  'createActionRun',
  'startTechniqueRun',
  'createTopLevelTechniqueRun',
  'runCanvasNodes',
  'runCanvasAction',
])

/** A request that starts runs. */
export interface Start {
  readonly request: RequestFact
  /** Equal for requests that ask for the same. */
  readonly input: string
  /** The idempotency key in the header or in the body. */
  readonly key: string | null
  /** Ids of the runs that it started, even when the client did not receive them. */
  readonly runIds: readonly string[]
}

const RUN_ID = '"run_id":"'
const BODY_KEY = /"idempotency_key"\s*:\s*"((?:[^"\\]|\\.)*)"\s*,?/

/** Returns the start that a request is, or null. */
export function startOf(request: RequestFact): Start | null {
  const { operation, requestBody } = request
  if (operation === null || !START_OPERATIONS.has(operation)) return null
  const bodyKey = operation === 'startTechniqueRun' ? BODY_KEY.exec(requestBody ?? '') : null
  const body = bodyKey === null ? (requestBody ?? '') : (requestBody ?? '').replace(bodyKey[0], '')
  return {
    request,
    input: identityOf(request, body),
    key: request.idempotencyKey ?? bodyKey?.[1] ?? null,
    runIds: isSuccess(request) ? runIdsIn(request.responseBody) : [],
  }
}

/** Text that is equal for attempts of one request. */
export const identityOf = (request: RequestFact, body = request.requestBody ?? ''): string =>
  `${request.apiKey} ${request.method} ${request.path}\n${request.bodyHash ?? body}`

/** Returns the ids of the runs that an answer names. */
export function runIdsIn(answer: string | Buffer | null): readonly string[] {
  if (typeof answer !== 'string') return []
  const ids: string[] = []
  // A search is faster than a regular expression, and lists are long.
  for (let at = answer.indexOf(RUN_ID); at !== -1; at = answer.indexOf(RUN_ID, at)) {
    at += RUN_ID.length
    ids.push(answer.slice(at, answer.indexOf('"', at)))
  }
  return ids
}

/** The status is unknown when the connection was cut, which may be after the work was done. */
const isSuccess = ({ status }: RequestFact): boolean => status === null || status < 300

/** True for an answer that leaves open whether the work was done. */
export const isLeftOpen = ({ isReceived, status }: RequestFact): boolean =>
  !isReceived || status === null || status >= 500 || status === 408

/** True for a failure that may pass: an answer that leaves the request open, or the rate limit. */
export const asksForRetry = (request: RequestFact): boolean => isLeftOpen(request) || request.status === 429

/** When the answer left, on the clock of `arrivedMs`. */
export const answeredMs = ({ arrivedMs, durationMs }: RequestFact): number => arrivedMs + durationMs
