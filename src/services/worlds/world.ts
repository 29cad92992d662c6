import type { ClockMode, WorldClock } from '../../kernel/clock.ts'
import type { RateLimit } from '../../kernel/rate-limit.ts'
import type { Profile } from '../../simulator/runs/plan.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { WorldKey, WorldRecord, WorldSettings } from '../../store/worlds/world-records.ts'
import type { EventFeed } from '../requests/event-feed.ts'
import type { Inboxes } from '../webhooks/inboxes.ts'
import type { Journal } from '../requests/journal.ts'
import type { RuleSet } from '../rules/rules.ts'

/** A complete isolated copy of the emulated service. */
export interface World {
  readonly key: WorldKey
  readonly name: string
  readonly seed: string
  readonly createdAt: EpochMs
  readonly clock: WorldClock
  /** What this world was told; the members below are what it comes to. */
  readonly settings: WorldSettings
  readonly durationScale: number
  readonly rateLimit: RateLimit | null
  readonly profile: Profile
  readonly rules: RuleSet
  readonly journal: Journal
  readonly feed: EventFeed
  readonly inboxes: Inboxes
}

/** How worlds begin that were told nothing. */
export interface WorldDefaults {
  readonly seed: string
  readonly clock: ClockMode
  /** Where a manual or auto clock starts; null for the moment the world is created. */
  readonly now: EpochMs | null
  readonly durationScale: number
  readonly rateLimit: RateLimit | null
  readonly profile: Profile
}

/** What a world can be told. Absent members stay as they are. */
export interface WorldConfig extends Omit<WorldSettings, 'startsAt'> {
  readonly seed?: string
  readonly now?: EpochMs
}

/** A world as a snapshot has it, apart from its rows. */
export interface SavedWorld extends Pick<WorldRecord, 'seed' | 'createdAt' | 'settings'> {
  readonly mode: ClockMode
  /** What its clock showed. */
  readonly now: EpochMs
}
