import type { EpochMs, MicroUsd } from '../../kernel/units.ts'
import type { Visibility } from '../../simulator/techniques/visibility.ts'
import type { IdempotencyClaim } from '../requests/idempotency-keys.ts'
import type { WorldKey } from '../worlds/world-records.ts'

/** An input or output of a technique. */
export interface TechniqueSlot {
  readonly id: string
  readonly nodeId: string
  readonly name: string
  readonly type: 'imageUrl' | 'videoUrl' | 'audioUrl' | 'text' | 'documentUrl'
  readonly description?: string
  readonly aspectRatio?: string
  /** In seconds. */
  readonly duration?: number
}

/** A technique that a client creates. */
export interface NewTechnique {
  readonly id: string
  readonly slug: string
  readonly workspaceId: string
  readonly projectId: string
  readonly name: string
  readonly description: string
  readonly visibility: Visibility
  /** Price of a run. */
  readonly quote: MicroUsd
  /** Expected duration of a run in production. */
  readonly estimatedSeconds: number
  /** Number of equal steps in which a run progresses. */
  readonly steps: number
  readonly inputs: readonly TechniqueSlot[]
  readonly outputs: readonly TechniqueSlot[]
  /** Members that are stored as received: graph, category, tags and the like. */
  readonly details: Readonly<Record<string, unknown>>
  readonly createdAt: EpochMs
}

export interface TechniqueRecord extends NewTechnique {
  /** Counts the techniques of a world in order of creation, from 1. */
  readonly ordinal: number
}

export interface CreateTechnique {
  readonly world: WorldKey
  readonly claim: IdempotencyClaim | null
  /** True for names of the fixtures, which no slug may repeat. */
  readonly isReserved: (name: string) => boolean
  /** Called inside the transaction with the ordinal of the technique. A slug that exists gets a suffix. */
  readonly build: (ordinal: number) => NewTechnique
}

export type CreateTechniqueResult =
  | { readonly outcome: 'created'; readonly technique: TechniqueRecord }
  | { readonly outcome: 'duplicate_key' }
  /** The world was dropped or reset, or lost the project, while the request was in flight. */
  | { readonly outcome: 'unknown_project' }

/** Techniques before an ordinal (null for the newest), newest first. */
export interface TechniqueQuery {
  readonly world: WorldKey
  /** Part of name, description or slug, in any case; null for all. */
  readonly search: string | null
  /** Null for all. Public techniques of other workspaces are included. */
  readonly workspaceId: string | null
  readonly before: number | null
  readonly offset: number
  readonly limit: number
}
