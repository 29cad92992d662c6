import { clockState, WorldClock, wallNow } from '../../kernel/clock.ts'
import { ApiError } from '../../kernel/errors.ts'
import { newSeed, RequestIds } from '../../kernel/ids.ts'
import { WORLD_NAME } from '../../kernel/names.ts'
import type { Fixtures } from './fixtures.ts'
import type { EpochMs } from '../../kernel/units.ts'
import { listRules } from '../../store/rules/rules.ts'
import type { Store } from '../../store/store.ts'
import { loadWorld, type TableDump } from '../../store/worlds/dump.ts'
import type { NewWorld, WorldKey, WorldRecord, WorldSettings } from '../../store/worlds/world-records.ts'
import {
  countWorlds,
  createWorld,
  dropWorld,
  findWorld,
  listWorldNames,
  replaceWorld,
  saveWorld,
  touchWorlds,
} from '../../store/worlds/worlds.ts'
import { Discards } from './discards.ts'
import { EventFeed } from '../requests/event-feed.ts'
import { Inboxes } from '../webhooks/inboxes.ts'
import { Journal } from '../requests/journal.ts'
import { MemoryBudget } from '../requests/memory-budget.ts'
import { Tally } from '../requests/tally.ts'
import { Transfers } from '../requests/transfers.ts'
import type { SavedWorld, World, WorldConfig, WorldDefaults } from './world.ts'
import { WorldLimit } from './world-limit.ts'
import { newWorld } from './new-world.ts'
import { RuleSet } from '../rules/rules.ts'

/** Loads, creates, changes and drops worlds. */
export class Worlds {
  /** Counts requests and webhook attempts of all worlds, deleted ones included. */
  readonly tally = new Tally()
  readonly discards
  readonly #store
  readonly #fixtures
  readonly #defaults
  /** Of worlds that have none of their own. */
  readonly #seed
  readonly #limit
  readonly #memory = new MemoryBudget()
  readonly #loaded = new Map<string, World>()
  readonly #feeds = new Map<WorldKey, EventFeed>()
  /** Per-world mutex: the promise of the operation that holds it. */
  readonly #busy = new Map<string, Promise<unknown>>()
  readonly #onError: (error: unknown) => void

  /** @param onError receives failures of background work */
  constructor(store: Store, fixtures: Fixtures, defaults: WorldDefaults, onError: (error: unknown) => void) {
    this.#store = store
    this.#fixtures = fixtures
    this.#defaults = defaults
    this.#seed = defaults.seed ?? newSeed()
    this.#limit = new WorldLimit(store)
    this.#onError = onError
    this.discards = new Discards(onError)
    store.onSettled((world, runs) => this.#feeds.get(world)?.noteSettled(runs))
  }

  /** Returns the world when it is in memory, which it is for all but the first request. */
  loaded(name: string): World | null {
    const world = this.#loaded.get(name)
    if (world === undefined) return null
    this.#limit.noteUse(world.key)
    return world
  }

  /** Returns the worlds that this process has used. */
  inMemory(): readonly World[] {
    return [...this.#loaded.values()]
  }

  /** Loads the world, or creates it from the fixtures. */
  async open(name: string): Promise<World> {
    return this.loaded(name) ?? this.#exclusively(name, async () => this.loaded(name) ?? this.#load(name, {}))
  }

  /** Returns the world, or null when it does not exist. Takes any text, because addresses of files carry names. */
  async find(name: string): Promise<World | null> {
    const loaded = this.loaded(name)
    if (loaded !== null) return loaded
    if (!WORLD_NAME.test(name)) return null
    return (await this.#store.read(findWorld(name))) === null ? null : this.open(name)
  }

  /** @throws ApiError 404 for an unknown world */
  async get(name: string): Promise<World> {
    const world = await this.find(name)
    if (world === null) throw unknownWorld(name)
    return world
  }

  async list(limit: number): Promise<readonly string[]> {
    return this.#store.read(listWorldNames(limit))
  }

  async count(): Promise<number> {
    return this.#store.read(countWorlds())
  }

  /** Creates the world with these settings, or changes them. `Clocks` moves the clock of a world that exists. */
  async configure(
    name: string,
    { now, ...config }: WorldConfig,
  ): Promise<{ world: World; created: boolean }> {
    return this.#exclusively(name, async () => {
      const startsAt = now === undefined ? {} : { startsAt: now }
      if ((await this.#store.read(findWorld(name))) === null) {
        return { world: await this.#load(name, { ...config, ...startsAt }), created: true }
      }
      const world = this.loaded(name) ?? (await this.#load(name, {}))
      const { seed = world.seed, ...changes } = config
      const settings = { ...world.settings, ...changes, ...startsAt }
      await this.#store.write(() => saveWorld(world.key, { seed, settings }))
      return {
        world: this.#remember({
          ...world,
          seed,
          settings,
          ...this.#effective(settings),
          requestIds: seed === world.seed ? world.requestIds : this.#requestIds(name, seed),
        }),
        created: false,
      }
    })
  }

  /**
   * Creates the world again from the fixtures, with its settings.
   *
   * @throws ApiError 404 for an unknown world
   */
  async reset(name: string): Promise<World> {
    return this.#replace(name, async (world) => {
      const { seed, settings, createdAt } = world
      const next = this.#newWorld(
        name,
        { ...settings, seed },
        settings.startsAt ?? this.#defaults.now ?? createdAt,
      )
      return this.#store.write(() => replaceWorld(world.key, next))
    })
  }

  /**
   * Replaces the world `name` by the rows and settings of a snapshot, whole or not at all.
   *
   * @throws BadDump for a row that the database refuses
   */
  async restore(name: string, saved: SavedWorld, tables: TableDump): Promise<World> {
    await this.open(name)
    return this.#replace(name, async (world) => {
      const wall = wallNow()
      const { seed, createdAt, settings, mode, now } = saved
      const clock = clockState(mode, now, wall)
      const next = { name, seed, createdAt, settings, usedAt: wall, clock }
      return this.#store.write(() => loadWorld(world.key, next, tables))
    })
  }

  /** @throws ApiError 404 for an unknown world */
  async drop(name: string): Promise<void> {
    return this.#exclusively(name, async () => {
      const record = await this.#store.read(findWorld(name))
      if (record === null) throw unknownWorld(name)
      const world = this.loaded(name)
      const noteDiscarded = world === null ? null : await this.discards.begin(world)
      await this.#store.write(() => dropWorld(record.key))
      this.#forget(name)
      await noteDiscarded?.(null)
    })
  }

  async #replace(name: string, work: (world: World) => Promise<WorldRecord>): Promise<World> {
    await this.get(name)
    return this.#exclusively(name, async () => {
      const before = this.loaded(name) ?? (await this.#load(name, {}))
      const noteDiscarded = await this.discards.begin(before)
      const after = await this.#toWorld(await work(before), before)
      before.journal.clear()
      before.transfers.clear()
      before.inboxes.reset()
      await before.feed.noteMove('reset', after)
      this.#remember(after)
      await noteDiscarded(after)
      return after
    })
  }

  /** Loads the stored world, or creates one with these settings. */
  async #load(name: string, { seed, ...settings }: WorldConfig & WorldSettings): Promise<World> {
    const stored = await this.#store.read(findWorld(name))
    if (stored !== null) {
      await this.#store.write(() => touchWorlds(new Map([[stored.key, wallNow()]])))
      return this.#remember(await this.#toWorld(stored, null))
    }
    for (const dropped of await this.#limit.makeRoom(wallNow())) this.#forget(dropped)
    const config = seed === undefined ? settings : { ...settings, seed }
    const next = this.#newWorld(name, config, settings.startsAt ?? this.#defaults.now ?? wallNow())
    const created = await this.#store.write(() => createWorld(next))
    return this.#remember(await this.#toWorld(created, null))
  }

  #newWorld(name: string, { seed, ...settings }: WorldConfig, startsAt: EpochMs): NewWorld {
    const wall = wallNow()
    const mode = settings.clock ?? this.#defaults.clock
    const createdAt = mode === 'real' ? wall : startsAt
    return newWorld(this.#fixtures, {
      name,
      seed: seed ?? this.#seed,
      profile: settings.profile ?? this.#defaults.profile,
      settings,
      createdAt,
      usedAt: wall,
      clock: clockState(mode, createdAt, wall),
    })
  }

  /** @param before the world that it replaces, whose subscriptions and waits it takes over */
  async #toWorld({ clock, ...record }: WorldRecord, before: World | null): Promise<World> {
    const { key, settings } = record
    const running = new WorldClock(clock)
    const rules = new RuleSet(this.#store, key, await this.#store.read(listRules(key)))
    const feed =
      before?.feed ?? new EventFeed(this.#store, { key, clock: running }, this.#memory, this.#onError)
    return {
      ...record,
      ...this.#effective(settings),
      clock: running,
      rules,
      journal: before?.journal ?? new Journal(this.#memory, this.tally),
      transfers: before?.transfers ?? new Transfers(this.#memory),
      feed,
      inboxes: before?.inboxes ?? new Inboxes(this.#memory),
      requestIds: this.#requestIds(record.name, record.seed),
    }
  }

  #requestIds(name: string, seed: string): RequestIds | null {
    return this.#defaults.numbersRequests ? new RequestIds(`${seed}/${name}`) : null
  }

  #effective({ durationScale, rateLimit, profile }: WorldSettings) {
    return {
      durationScale: durationScale ?? this.#defaults.durationScale,
      rateLimit: rateLimit === undefined ? this.#defaults.rateLimit : rateLimit,
      profile: profile ?? this.#defaults.profile,
    }
  }

  #remember(world: World): World {
    const before = this.#loaded.get(world.name)
    if (before !== undefined) this.#feeds.delete(before.key)
    this.#loaded.set(world.name, world)
    this.#feeds.set(world.key, world.feed)
    this.#limit.noteUse(world.key)
    return world
  }

  #forget(name: string): void {
    const world = this.#loaded.get(name)
    world?.journal.end()
    world?.transfers.clear()
    world?.inboxes.end()
    world?.feed.end()
    if (world !== undefined) this.#feeds.delete(world.key)
    this.#loaded.delete(name)
  }

  async #exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#busy.get(name) ?? Promise.resolve()
    const result = before.then(work, work)
    this.#busy.set(name, result)
    try {
      return await result
    } finally {
      if (this.#busy.get(name) === result) this.#busy.delete(name)
    }
  }
}

const unknownWorld = (name: string): ApiError => new ApiError('not_found', `World "${name}" not found.`)
