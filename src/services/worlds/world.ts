import type { ClockMode, WorldClock } from '../../kernel/clock.ts'
import type { RequestIds } from '../../kernel/ids.ts'
import type { RateLimit } from '../../kernel/rate-limit.ts'
import type { Profile } from '../../simulator/runs/plan.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { WorldKey, WorldRecord, WorldSettings } from '../../store/worlds/world-records.ts'
import type { EventFeed } from '../requests/event-feed.ts'
import type { Inboxes } from '../webhooks/inboxes.ts'
import type { Journal } from '../requests/journal.ts'
import type { Transfers } from '../requests/transfers.ts'
import type { RuleSet } from '../rules/rules.ts'

/** An isolated copy of the service, with its state in memory. */
export interface World {
  readonly key: WorldKey
  readonly name: string
  readonly seed: string
  readonly createdAt: EpochMs
  readonly clock: WorldClock
  /** Settings of this world alone. The members below include the defaults. */
  readonly settings: WorldSettings
  readonly durationScale: number
  readonly rateLimit: RateLimit | null
  readonly profile: Profile
  readonly rules: RuleSet
  readonly journal: Journal
  readonly transfers: Transfers
  readonly feed: EventFeed
  readonly inboxes: Inboxes
  /** Null without a chosen seed: ids of requests are then unique among processes. */
  readonly requestIds: RequestIds | null
}

/** Settings of worlds that have none of their own. */
export interface WorldDefaults {
  /** Null for a random one. */
  readonly seed: string | null
  readonly clock: ClockMode
  /** Start of a manual or auto clock. Null for the wall time of the world's creation. */
  readonly now: EpochMs | null
  readonly durationScale: number
  readonly rateLimit: RateLimit | null
  readonly profile: Profile
  /** False lets requests keep the ids that the server gives them. */
  readonly numbersRequests: boolean
}

/** Changes of a world's settings. Absent members stay as they are. */
export interface WorldConfig extends Omit<WorldSettings, 'startsAt'> {
  readonly seed?: string
  readonly now?: EpochMs
}

/** The part of a snapshot outside its rows. */
export interface SavedWorld extends Pick<WorldRecord, 'seed' | 'createdAt' | 'settings'> {
  readonly mode: ClockMode
  /** World time. */
  readonly now: EpochMs
}
