import type { Canvas } from '../../simulator/canvas/canvas.ts'
import { withRuns } from '../../simulator/canvas/runs.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { CanvasPlace, CanvasStore, ChangeCanvas, ChangeCanvasResult } from '../store.ts'
import type { CanvasTable } from './canvas-table.ts'
import type { GroupCommit } from '../engine/group-commit.ts'
import type { IdempotencyKeyTable } from '../requests/idempotency-key-table.ts'
import type { ProjectTable } from '../workspaces/project-table.ts'

interface Tables {
  readonly canvases: CanvasTable
  readonly projects: ProjectTable
  readonly keys: IdempotencyKeyTable
}

export class SqliteCanvases implements CanvasStore {
  readonly #commit
  readonly #tables

  constructor(commit: GroupCommit, tables: Tables) {
    this.#commit = commit
    this.#tables = tables
  }

  async read(place: CanvasPlace): Promise<Canvas> {
    const { world, projectId } = place
    const { canvases } = this.#tables
    if (!canvases.isBehind(world, projectId)) return canvases.load(world, projectId)
    return this.#commit.write(() => this.#catchUp(place))
  }

  async change<Answer>(
    { claim, edit, ...place }: ChangeCanvas<Answer>,
    now: EpochMs,
  ): Promise<ChangeCanvasResult<Answer>> {
    const { world, projectId } = place
    const { canvases, projects, keys } = this.#tables
    return this.#commit.write((): ChangeCanvasResult<Answer> => {
      if (claim !== null && keys.isTaken(world, claim, now)) return { outcome: 'duplicate_key' }
      if (projects.workspaceOf(world, projectId) === null) return { outcome: 'unknown_project' }
      const before = this.#catchUp(place)
      const { canvas: after, answer } = edit(before)
      if (after === null) return { outcome: 'refused', answer }
      if (claim !== null) keys.take(world, claim, now)
      if (after !== before) {
        canvases.save(world, projectId, before, after)
        canvases.touch(world, projectId, now)
      }
      return { outcome: 'changed', answer, canvas: after }
    })
  }

  #catchUp({ world, projectId, nodeIdOf }: CanvasPlace): Canvas {
    const { canvases } = this.#tables
    const before = canvases.load(world, projectId)
    const runs = canvases.unseenRuns(world, projectId, before)
    if (runs.length === 0) return before
    const after = withRuns(before, runs, nodeIdOf)
    canvases.save(world, projectId, before, after)
    return after
  }
}
