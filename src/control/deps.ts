import type { DatabaseHealth } from '../kernel/database-health.ts'
import type { Services } from '../services/services.ts'

export interface ControlDeps {
  readonly services: Services
  readonly health: DatabaseHealth
  /** The operation ids of the emulated API. */
  readonly operations: ReadonlySet<string>
  /** The value of `--control-token`; null without one. */
  readonly token: string | null
  /** Returns the OpenAPI document of this API. */
  readonly describe: () => Promise<object>
  /** Answers a message of an MCP client. `origin` is that of this server, `body` the parsed JSON. */
  readonly answerMcp: (origin: string, request: Request, body: unknown) => Promise<Response>
  /** False while the state to start with is being made. */
  readonly isReady: () => boolean
  /** Aborts when the emulator stops, so that no stream holds it up. */
  readonly stopping: AbortSignal
}
