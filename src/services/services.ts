import type { Actions } from './actions.ts'
import type { AssetReservations } from './asset-reservations.ts'
import type { AssetUploads } from './asset-uploads.ts'
import type { Assets } from './assets.ts'
import type { Attachments } from './attachments.ts'
import type { CanvasActions } from './canvas-actions.ts'
import type { Canvases } from './canvases.ts'
import type { Catalogue } from './catalogue.ts'
import type { Clocks } from './clocks.ts'
import type { Feedback } from './feedback.ts'
import type { Generations } from './generations.ts'
import type { Idempotency } from './idempotency.ts'
import type { Keys } from './keys.ts'
import type { Library } from './library.ts'
import type { Money } from './money.ts'
import type { NodeRuns } from './node-runs.ts'
import type { Outputs } from './outputs.ts'
import type { Projects } from './projects.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { RunHistory } from './run-history.ts'
import type { Runs } from './runs.ts'
import type { Snapshots } from './snapshots.ts'
import type { TechniqueRuns } from './technique-runs.ts'
import type { Techniques } from './techniques.ts'
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
  readonly actions: Actions
  readonly runs: Runs
  readonly runHistory: RunHistory
  readonly projects: Projects
  readonly techniques: Techniques
  readonly techniqueRuns: TechniqueRuns
  readonly canvases: Canvases
  readonly canvasActions: CanvasActions
  readonly attachments: Attachments
  readonly nodeRuns: NodeRuns
  readonly workspaces: Workspaces
  readonly library: Library
  readonly feedback: Feedback
  readonly outputs: Outputs
  readonly assets: Assets
  readonly assetUploads: AssetUploads
  readonly assetReservations: AssetReservations
  readonly money: Money
  readonly snapshots: Snapshots
}
