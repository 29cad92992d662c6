import type { DatabaseHealth } from '../kernel/database-health.ts'
import type { Services } from '../services/services.ts'

export interface ControlDeps {
  readonly services: Services
  readonly health: DatabaseHealth
  /** The operationIds of the emulated API. */
  readonly operations: ReadonlySet<string>
  /** What `--control-token` says. */
  readonly token: string | null
  /** Makes the document of this API. */
  readonly describe: () => Promise<object>
  /** Aborts when the emulator stops, so that no stream holds it up. */
  readonly stopping: AbortSignal
}
