import { notFound } from '../../kernel/errors.ts'
import type { PlannedFile } from '../../simulator/runs/outputs.ts'
import type { RunRequest } from '../../simulator/runs/plan.ts'
import { stateAt } from '../../simulator/runs/state-at.ts'
import type { Transfers } from '../requests/transfers.ts'
import type { RunReader } from './run-reader.ts'
import type { Worlds } from '../worlds/worlds.ts'

/** An output that is a file, with everything that determines its bytes. */
export interface OutputFile {
  readonly output: PlannedFile
  readonly request: Pick<RunRequest, 'model' | 'prompt' | 'params' | 'action'>
  readonly runId: string
  readonly worldSeed: string
  readonly transfers: Transfers
}

interface OutputAddress {
  readonly worldName: string
  /** Null for a file in no folder. */
  readonly folder: string | null
  readonly runId: string
  /** Such as `output_1.png`. */
  readonly fileName: string
}

/** Finds output files of runs by their public addresses. */
export class Outputs {
  readonly #reader: RunReader
  readonly #worlds: Worlds

  constructor(reader: RunReader, worlds: Worlds) {
    this.#reader = reader
    this.#worlds = worlds
  }

  /** @throws ApiError 404 for an unknown file, and while the run is not completed */
  async find({ worldName, folder, runId, fileName }: OutputAddress): Promise<OutputFile> {
    const world = await this.#worlds.find(worldName)
    if (world === null) throw notFound()
    const run = await this.#reader.find(world.key, runId)
    if (run === null) throw notFound()
    const state = stateAt(run.plan, world.clock.now())
    const outputs = state.status === 'completed' ? state.outputs : []
    for (const output of outputs) {
      if (output.kind === 'text' || (output.folder ?? null) !== folder) continue
      if (`${output.id}.${output.format}` !== fileName) continue
      return {
        output,
        request: run.request,
        runId: run.id,
        worldSeed: world.seed,
        transfers: world.transfers,
      }
    }
    throw notFound()
  }
}
