import type { ClockState } from '../kernel/clock.ts'
import type { Canvas } from '../simulator/canvas/canvas.ts'
import type { Plan } from '../simulator/runs/plan.ts'
import type { EpochMs, MicroUsd } from '../kernel/units.ts'
import type { FeedbackStore } from './workspaces/feedback.ts'
import type { LibraryStore } from './workspaces/library.ts'
import type { WebhookStore } from './webhooks/records.ts'
import type {
  EndRunResult,
  LedgerEntry,
  LedgerQuery,
  RuleRecord,
  RunChange,
  TableDump,
} from './control-records.ts'
import type {
  AssetChange,
  AssetQuery,
  AssetRecord,
  ChangeAssetResult,
  CreateAsset,
  CreateAssetResult,
  CreateProject,
  CreateProjectResult,
  CreateRun,
  CreateRunResult,
  EarlierUse,
  IdempotencyClaim,
  NewWorld,
  Page,
  ProjectQuery,
  ProjectRecord,
  RunQuery,
  RunRecord,
  WorkspaceRecord,
  WorldChange,
  WorldKey,
  WorldRecord,
} from './records.ts'

export type * from './control-records.ts'
export type * from './workspaces/feedback.ts'
export type * from './workspaces/library.ts'
export type * from './records.ts'
export type * from './webhooks/records.ts'

/** Rows that do not make a world: which one, and why. */
export class BadDump extends Error {}

/** Worlds as a whole. */
export interface WorldStore {
  find(name: string): Promise<WorldRecord | null>
  /** Creates the world, or returns the one that is there. */
  create(world: NewWorld): Promise<WorldRecord>
  /** The names of the newest `limit` worlds. */
  list(limit: number): Promise<readonly string[]>
  count(): Promise<number>
  save(world: WorldKey, change: WorldChange): Promise<void>
  saveClock(world: WorldKey, clock: ClockState): Promise<void>
  drop(world: WorldKey): Promise<void>
  /** Drops the world and creates the other in its place. */
  replace(world: WorldKey, next: NewWorld): Promise<WorldRecord>
  /** Notes when worlds were last used, by wall time. */
  touch(worlds: ReadonlyMap<WorldKey, EpochMs>): Promise<void>
  /** Drops the world, other than `keep`, that was quiet for longest, if it was last used before `before`; its name. */
  dropIdle(before: EpochMs, keep: string): Promise<string | null>
  dump(world: WorldKey): Promise<TableDump>
  /** Puts these rows in place of a world. Throws BadDump, and changes nothing, when one does not fit. */
  load(replaced: WorldKey, world: NewWorld, tables: TableDump): Promise<WorldRecord>
}

export interface RuleStore {
  list(world: WorldKey): Promise<readonly RuleRecord[]>
  add(world: WorldKey, rule: RuleRecord): Promise<void>
  /** Null deletes all. */
  delete(world: WorldKey, id: string | null): Promise<void>
  saveApplied(world: WorldKey, rule: RuleRecord): Promise<void>
}

/** Uploaded files and what is known about them. */
export interface AssetStore {
  find(world: WorldKey, id: string): Promise<AssetRecord | null>
  findByToken(world: WorldKey, uploadToken: string): Promise<AssetRecord | null>
  list(query: AssetQuery): Promise<Page<AssetRecord>>
  /** Null while there are none. */
  bytes(world: WorldKey, id: string): Promise<Uint8Array | null>
  create(command: CreateAsset, now: EpochMs): Promise<CreateAssetResult>
  /** Changes the asset as `step` says, which is pure and may refuse with null. */
  change(
    world: WorldKey,
    id: string,
    claim: IdempotencyClaim | null,
    step: (asset: AssetRecord) => AssetChange | null,
    now: EpochMs,
  ): Promise<ChangeAssetResult>
}

/** Which canvas, and the ids of the nodes that it makes for runs. */
export interface CanvasPlace {
  readonly world: WorldKey
  readonly projectId: string
  /** Pure. */
  readonly nodeIdOf: (ordinal: number) => string
}

export interface ChangeCanvas<Answer> extends CanvasPlace {
  readonly claim: IdempotencyClaim | null
  /** Called inside the transaction. Pure: it may be called again after a failure. No canvas refuses the change. */
  readonly edit: (canvas: Canvas) => { readonly canvas: Canvas | null; readonly answer: Answer }
}

export type ChangeCanvasResult<Answer> =
  | { readonly outcome: 'changed'; readonly answer: Answer; readonly canvas: Canvas }
  | { readonly outcome: 'refused'; readonly answer: Answer }
  | { readonly outcome: 'duplicate_key' }
  | { readonly outcome: 'unknown_project' }

/** The graphs of projects. Both methods first take note of the runs that were created since. */
export interface CanvasStore {
  read(place: CanvasPlace): Promise<Canvas>
  change<Answer>(command: ChangeCanvas<Answer>, now: EpochMs): Promise<ChangeCanvasResult<Answer>>
}

/**
 * Everything that outlives a request. Each method is one fact, whole or not at all; it reports what happened and leaves
 * the meaning to the services. Asynchronous so that writes which arrive together can share one commit.
 */
export interface Store {
  readonly worlds: WorldStore
  readonly rules: RuleStore
  readonly library: LibraryStore
  readonly feedback: FeedbackStore
  readonly assets: AssetStore
  readonly canvases: CanvasStore
  readonly webhooks: WebhookStore

  listWorkspaces(world: WorldKey): Promise<readonly WorkspaceRecord[]>
  findWorkspace(world: WorldKey, id: string): Promise<WorkspaceRecord | null>
  /** What the workspace can spend at `now`: settled, less what is reserved. Null when there is no such workspace. */
  balanceAt(world: WorldKey, workspaceId: string, now: EpochMs): Promise<MicroUsd | null>

  /** Sets what can be spent, with a ledger entry; false when there is no such workspace. */
  setBalance(world: WorldKey, workspaceId: string, balance: MicroUsd, now: EpochMs): Promise<boolean>
  /** The newest entries, oldest first, with everything that is over by `now` settled. */
  listLedger(query: LedgerQuery, now: EpochMs): Promise<readonly LedgerEntry[]>
  /** What settled runs cost, of one workspace or of all. */
  spent(world: WorldKey, workspaceId: string | null): Promise<MicroUsd>

  findProject(world: WorldKey, id: string): Promise<ProjectRecord | null>
  /** The workspace that a project belongs to; null for an unknown project. */
  workspaceOf(world: WorldKey, projectId: string): Promise<string | null>
  listProjects(query: ProjectQuery): Promise<Page<ProjectRecord>>
  createProject(command: CreateProject, now: EpochMs): Promise<CreateProjectResult>

  isClaimed(world: WorldKey, claim: IdempotencyClaim, now: EpochMs): Promise<boolean>
  /** What the key was used for, if it is taken. */
  earlierUse(world: WorldKey, claim: IdempotencyClaim, now: EpochMs): Promise<EarlierUse | null>

  /** In one transaction: the claim, the settlement of runs that are over, the reservation, the run. */
  createRun(command: CreateRun, now: EpochMs): Promise<CreateRunResult>
  findRun(world: WorldKey, id: string): Promise<RunRecord | null>
  listRuns(query: RunQuery, now: EpochMs): Promise<Page<RunRecord>>
  /** Gives a run that is not over by `now` another plan, which ends it. `replan` is pure. */
  endRun(world: WorldKey, id: string, replan: (run: RunRecord) => Plan, now: EpochMs): Promise<EndRunResult>
  /** Settles at most `limit` runs that are over by `now`; true when there are more. */
  settle(world: WorldKey, now: EpochMs, limit: number): Promise<boolean>
  /** What begins and ends in (after, until], in order, at most `limit`: of runs that were not settled by `after`. */
  changes(world: WorldKey, after: EpochMs, until: EpochMs, limit: number): Promise<readonly RunChange[]>
  countChanges(world: WorldKey, after: EpochMs, until: EpochMs): Promise<number>
  /** When the next run begins or ends after `now`. */
  nextChange(world: WorldKey, now: EpochMs): Promise<EpochMs | null>
  /** When the last run ends; null when none is under way. */
  lastEnd(world: WorldKey, now: EpochMs): Promise<EpochMs | null>

  /** Commits what is waiting and lets go of the file. */
  close(): Promise<void>
}
