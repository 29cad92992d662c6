import { CLIENT_HEADER, DASHBOARD_CLIENT, DIRECTIVES_HEADER } from '../../kernel/names.ts'
import { API_PREFIX } from '../../kernel/paths.ts'
import type { GatewayGenerationRequest } from '../../schemas/runs/gateway-generation.ts'
import type { GenerationRequest } from '../../schemas/runs/generation.ts'
import { member, textOf } from '../member.ts'

/** The emulated API did not start a generation. */
export class GenerationError extends Error {
  /** 0 when no answer arrived. */
  readonly status: number
  readonly code: string
  /** Wrong parts of the request, where the answer names them. */
  readonly fields: readonly FieldProblem[]

  constructor(status: number, code: string, message: string, fields: readonly FieldProblem[] = []) {
    super(message)
    this.name = 'GenerationError'
    this.status = status
    this.code = code
    this.fields = fields
  }
}

interface FieldProblem {
  readonly field: string
  readonly message: string
}

export type GenerationPath = '/generate' | '/gateway/generate'

interface Generation {
  readonly path: GenerationPath
  readonly apiKey: string
  readonly body: GenerationRequest | GatewayGenerationRequest
  /** Value of the header `x-flora-emulator`; empty for none. */
  readonly directives: string
}

/**
 * Starts a generation through the emulated API, so that rules apply to it. The journal records the dashboard as the client.
 * Rejects with GenerationError.
 */
export async function startGeneration({ path, apiKey, body, directives }: Generation): Promise<void> {
  const [status, text] = await exchange(
    path,
    {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      [CLIENT_HEADER]: DASHBOARD_CLIENT,
      ...(directives === '' ? {} : { [DIRECTIVES_HEADER]: directives }),
    },
    JSON.stringify(body),
  )
  if (status >= 400) throw refusal(status, parse(text))
}

async function exchange(
  path: GenerationPath,
  headers: Record<string, string>,
  body: string,
): Promise<readonly [number, string]> {
  try {
    const answer = await fetch(API_PREFIX + path, { method: 'POST', headers, body })
    return [answer.status, await answer.text()]
  } catch {
    const message = 'No complete answer arrived: the emulator has stopped, or a rule cut the connection.'
    throw new GenerationError(0, 'unreachable', message)
  }
}

/** Returns undefined for text that is not JSON, such as the body of an answer that a rule has truncated. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusal(status: number, value: unknown): GenerationError {
  const error = member(value, 'error')
  const message = textOf(member(error, 'message')) ?? `The emulator answered ${status}.`
  const fields = member(error, 'fields')
  const problems = Array.isArray(fields) ? fields.map(toProblem) : []
  return new GenerationError(status, textOf(member(error, 'code')) ?? 'unknown', message, problems)
}

const toProblem = (value: unknown): FieldProblem => ({
  field: textOf(member(value, 'field')) ?? '',
  message: textOf(member(value, 'message')) ?? '',
})
