import type { Canvases } from './canvases.ts'
import type { Catalogue } from './catalogue.ts'
import type { Clocks } from './clocks.ts'
import type { Generations } from './generations.ts'
import type { Idempotency } from './idempotency.ts'
import type { Keys } from './keys.ts'
import type { Money } from './money.ts'
import type { NodeRuns } from './node-runs.ts'
import type { Outputs } from './outputs.ts'
import type { Projects } from './projects.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { Runs } from './runs.ts'
import type { Snapshots } from './snapshots.ts'
import type { Workspaces } from './workspaces.ts'
import type { Worlds } from './worlds.ts'

/** The use cases that the routes translate to and from HTTP. */
export interface Services {
  readonly keys: Keys
  readonly worlds: Worlds
  readonly clocks: Clocks
  readonly rateLimiter: RateLimiter
  readonly idempotency: Idempotency
  readonly catalogue: Catalogue
  readonly generations: Generations
  readonly runs: Runs
  readonly projects: Projects
  readonly canvases: Canvases
  readonly nodeRuns: NodeRuns
  readonly workspaces: Workspaces
  readonly outputs: Outputs
  readonly money: Money
  readonly snapshots: Snapshots
}
