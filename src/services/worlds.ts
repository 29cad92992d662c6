import { type ClockState, WorldClock, wallNow } from '../clock.ts'
import type { Fixtures } from '../fixtures.ts'
import type { RateLimit } from '../options.ts'
import { planRun, type Profile } from '../simulator/plan.ts'
import { quoteOf } from '../simulator/price.ts'
import { seededRandom } from '../simulator/random.ts'
import { type EpochMs, epochMs, microUsd } from '../simulator/units.ts'
import type { NewWorld, SampleRun, Store, WorldKey, WorldRecord } from '../store/store.ts'

/** A complete isolated copy of the emulated service. */
export interface World {
  readonly key: WorldKey
  readonly name: string
  readonly seed: string
  readonly clock: WorldClock
  readonly durationScale: number
  readonly rateLimit: RateLimit | null
  readonly profile: Profile
}

/** How worlds begin. */
export interface WorldDefaults {
  readonly seed: string
  readonly clock: ClockState['mode']
  /** Where a manual or auto clock starts; null for the moment the world is created. */
  readonly now: EpochMs | null
  readonly durationScale: number
  readonly rateLimit: RateLimit | null
  readonly profile: Profile
}

/** The worlds in use. One is loaded, or created from the fixtures, when it is first named. */
export class Worlds {
  readonly #store
  readonly #fixtures
  readonly #defaults
  readonly #loaded = new Map<string, World>()
  readonly #opening = new Map<string, Promise<World>>()

  constructor(store: Store, fixtures: Fixtures, defaults: WorldDefaults) {
    this.#store = store
    this.#fixtures = fixtures
    this.#defaults = defaults
  }

  /** The world, if it is in memory: every request but a world's first. */
  loaded(name: string): World | null {
    return this.#loaded.get(name) ?? null
  }

  /** The world, created if there is none. */
  async open(name: string): Promise<World> {
    const known = this.#loaded.get(name) ?? this.#opening.get(name)
    if (known !== undefined) return known
    const opening = this.#open(name).finally(() => this.#opening.delete(name))
    this.#opening.set(name, opening)
    return opening
  }

  /** The world, if there is one. */
  async find(name: string): Promise<World | null> {
    const loaded = this.loaded(name)
    if (loaded !== null) return loaded
    return (await this.#store.findWorld(name)) === null ? null : this.open(name)
  }

  async #open(name: string): Promise<World> {
    const record =
      (await this.#store.findWorld(name)) ??
      (await this.#store.createWorld(newWorld(name, this.#fixtures, this.#defaults, wallNow())))
    const world = this.#toWorld(record)
    this.#loaded.set(name, world)
    return world
  }

  #toWorld({ key, name, seed, clock }: WorldRecord): World {
    const { durationScale, rateLimit, profile } = this.#defaults
    return { key, name, seed, clock: new WorldClock(clock), durationScale, rateLimit, profile }
  }
}

/** The fixtures as a world of `name` that begins at `wall`, or at the instant its clock is to start at. */
function newWorld(name: string, fixtures: Fixtures, defaults: WorldDefaults, wall: EpochMs): NewWorld {
  const createdAt = defaults.now ?? wall
  const ago = (seconds: number): EpochMs => epochMs(createdAt - seconds * 1000)
  const { workspaces, projects } = fixtures.world
  return {
    name,
    seed: defaults.seed,
    createdAt,
    clock:
      defaults.clock === 'real' ? { mode: 'real', offsetMs: 0 } : { mode: defaults.clock, nowMs: createdAt },
    workspaces: workspaces.map((workspace) => ({
      id: workspace.workspace_id,
      name: workspace.name,
      createdAt: ago(workspace.created_seconds_ago),
      balance: microUsd(workspace.balance_usd * 1_000_000),
    })),
    projects: projects.map((project) => ({
      id: project.project_id,
      workspaceId: project.workspace_id,
      name: project.name,
      origin: project.origin,
      createdAt: ago(project.created_seconds_ago),
    })),
    runs: sampleRuns(fixtures, defaults, ago),
  }
}

function sampleRuns(
  { world, models }: Fixtures,
  { seed, profile }: WorldDefaults,
  ago: (seconds: number) => EpochMs,
): SampleRun[] {
  return world.runs.map((run) => {
    const model = models.find((candidate) => candidate.model_id === run.model)
    const createdAt = ago(run.created_seconds_ago)
    const quote = quoteOf(model?.estimated_credits ?? 0)
    const request = { type: run.type, prompt: run.prompt, model: run.model, params: run.params }
    const plan = planRun({
      now: createdAt,
      request,
      durationMs: (model?.estimated_seconds ?? 0) * 1000,
      quote,
      profile,
      effect: { outcome: null, durationMs: null },
      random: seededRandom(`${seed}/${run.run_id}`),
    })
    const { run_id: id, workspace_id: workspaceId, project_id: projectId } = run
    return { list: 'generation', id, workspaceId, projectId, createdAt, quote, request, plan }
  })
}
