/** The HTTP status of each error code of the API, documented or seen in production (docs/fidelity.md). */
const STATUS_OF = {
  invalid_json: 400,
  input_validation_error: 400,
  unauthorized: 401,
  invalid_api_key: 401,
  insufficient_credits: 402,
  forbidden: 403,
  paid_plan_required: 403,
  not_found: 404,
  timeout: 408,
  conflict: 409,
  idempotency_duplicate: 409,
  unsupported_media_type: 415,
  idempotency_conflict: 422,
  rate_limited: 429,
  unknown_error: 500,
  service_unavailable: 503,
} as const

export type ErrorCode = keyof typeof STATUS_OF

/** A wrong part of a request. */
export interface FieldProblem {
  /** Dotted path, such as `inputs.0.id`. */
  readonly field: string
  readonly message: string
  /** The cause, for programs. @default 'invalid_value' */
  readonly code?: string
  /** Every valid value, where they are a closed list. */
  readonly validValues?: readonly string[]
}

interface ApiErrorDetail {
  readonly fields?: readonly FieldProblem[]
  readonly headers?: Readonly<Record<string, string>>
}

/** An error that is shown to the client. Every other error becomes a 500 without detail. */
export class ApiError extends Error {
  /** An `ErrorCode`, or any code in an injected error. */
  readonly code: string
  readonly status: number
  readonly fields: readonly FieldProblem[] | null
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ErrorCode, message: string, detail: ApiErrorDetail & Partial<Injected> = {}) {
    super(message)
    this.name = 'ApiError'
    this.code = detail.injectedCode ?? code
    this.status = detail.injectedStatus ?? STATUS_OF[code]
    this.fields = detail.fields ?? null
    this.headers = detail.headers ?? {}
  }
}

/** Overrides of rules and directives, which may answer any error status with any code. */
interface Injected {
  readonly injectedStatus: number
  /** Null keeps the `ErrorCode`. */
  readonly injectedCode: string | null
}

/**
 * Creates a 400 that lists wrong fields.
 *
 * @param text the message. `@default` FLORA's: `field: problem`, joined by `; `
 */
export function validationError(fields: readonly FieldProblem[], text: string | null = null): ApiError {
  const joined = fields.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return new ApiError('input_validation_error', text ?? joined, { fields })
}

/** The problem of a member that is missing. */
export const required = (field: string): FieldProblem => ({ field, code: 'required', message: 'Required' })

/** The problem of a value outside a closed list. `received` is quoted by the caller. */
export function notAmong(field: string, validValues: readonly string[], received: string): FieldProblem {
  const expected = validValues.map((value) => `'${value}'`).join(' | ')
  const message = `Invalid enum value. Expected ${expected}, received ${received}`
  return { field, code: 'invalid_enum_value', message, validValues }
}

export const notFound = (): ApiError => new ApiError('not_found', 'Not found.')
export const forbidden = (): ApiError => new ApiError('forbidden', 'Forbidden.')
export const unknownError = (): ApiError => new ApiError('unknown_error', 'An unknown error occurred.')

/** A problem with an option, a file or the machine. It ends the process with one line of text and the exit code. */
export class StartError extends Error {
  /** 2: wrong option; 3: port in use; 4: unusable fixtures or database; 1: anything else. */
  readonly exitCode: 1 | 2 | 3 | 4

  constructor(exitCode: 1 | 2 | 3 | 4, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartError'
    this.exitCode = exitCode
  }
}

/** A counter of a world has reached its maximum, which takes a hostile snapshot. The answer is 409. */
export class LimitReached extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'LimitReached'
  }
}

/** The message of anything that was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
