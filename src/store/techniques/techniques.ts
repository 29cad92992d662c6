import { nextOrdinal } from '../../kernel/ordinals.ts'
import { epochMs, microUsd } from '../../kernel/units.ts'
import type { Visibility } from '../../simulator/techniques/visibility.ts'
import { isClaimed, takeClaim } from '../requests/idempotency-keys.ts'
import { execute, getRow, getRows, PAGE, type Steps } from '../sql.ts'
import { JsonColumn } from '../stored-json.ts'
import { containing, fold } from '../text-search.ts'
import { workspaceOfProject } from '../workspaces/projects.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type {
  CreateTechnique,
  CreateTechniqueResult,
  TechniqueQuery,
  TechniqueRecord,
  TechniqueSlot,
} from './technique-records.ts'

const SLOTS = new JsonColumn<readonly TechniqueSlot[]>('techniques slots')
const DETAILS = new JsonColumn<TechniqueRecord['details']>('techniques.technique_details')

interface Row {
  ordinal: number
  id: string
  slug: string
  workspace_id: string
  project_id: string
  name: string
  description: string
  visibility: Visibility
  quote_micro_usd: number
  estimated_seconds: number
  steps: number
  technique_inputs: string
  technique_outputs: string
  technique_details: string
  created_at: number
}

/** Stores a technique in a project. */
export function* createTechnique(command: CreateTechnique): Steps<CreateTechniqueResult> {
  const { world, claim, build } = command
  const last = yield* getRow<Pick<Row, 'ordinal'>>(
    'SELECT ordinal FROM techniques WHERE world = @world ORDER BY ordinal DESC LIMIT 1',
    { world },
  )
  const ordinal = nextOrdinal(last?.ordinal)
  const built = build(ordinal)
  const { workspaceId, projectId, createdAt } = built
  if (claim !== null && (yield* isClaimed(world, claim, createdAt))) return { outcome: 'duplicate_key' }
  if ((yield* workspaceOfProject(world, projectId)) !== workspaceId) return { outcome: 'unknown_project' }
  if (claim !== null) yield* takeClaim(world, claim, createdAt)
  const technique = { ...built, ordinal, slug: yield* freeSlug(command, built.slug, ordinal) }
  yield* insertTechnique(world, technique)
  return { outcome: 'created', technique }
}

/** Appends the ordinal to a slug that exists, so that a thousand techniques of one name cost no thousand look-ups each. */
function* freeSlug({ world, isReserved }: CreateTechnique, wanted: string, ordinal: number): Steps<string> {
  let slug = wanted
  while (isReserved(slug) || (yield* findTechnique(world, slug)) !== null) slug = `${slug}-${ordinal}`
  return slug
}

function* insertTechnique(world: WorldKey, technique: TechniqueRecord): Steps<void> {
  const { inputs, outputs, details, ...columns } = technique
  yield* execute(
    `INSERT INTO techniques (world, ordinal, id, slug, workspace_id, project_id, name, description, search_folded,
       visibility, quote_micro_usd, estimated_seconds, steps, technique_inputs, technique_outputs, technique_details,
       created_at)
     VALUES (@world, @ordinal, @id, @slug, @workspaceId, @projectId, @name, @description, @folded, @visibility, @quote,
       @estimatedSeconds, @steps, @inputs, @outputs, @details, @createdAt)`,
    {
      ...columns,
      world,
      folded: searchableText(technique),
      inputs: SLOTS.write(inputs),
      outputs: SLOTS.write(outputs),
      details: DETAILS.write(details),
    },
  )
}

/** The folded text in which searches look, also for techniques of the fixtures. */
export const searchableText = (technique: { name: string; description?: string; slug: string }): string =>
  fold([technique.name, technique.description ?? '', technique.slug].join('\n'))

/** Finds a technique by its id or slug. */
export function* findTechnique(world: WorldKey, name: string): Steps<TechniqueRecord | null> {
  // Ids have an underscore, and slugs have none.
  const column = name.includes('_') ? 'id' : 'slug'
  const text = `SELECT * FROM techniques WHERE world = @world AND ${column} = @name`
  const row = yield* getRow<Row>(text, { world, name })
  return row === null ? null : toRecord(row)
}

/** The techniques of a world, newest first: up to `limit` rows, and the number of all that match. */
export function* listTechniques(
  query: TechniqueQuery,
): Steps<{ readonly rows: readonly TechniqueRecord[]; readonly total: number }> {
  const { world, workspaceId, before, offset, limit } = query
  const search = query.search === null ? null : containing(query.search)
  const matching = `FROM techniques WHERE world = @world
    AND (@workspaceId IS NULL OR workspace_id = @workspaceId OR visibility = 'public')
    AND (@search IS NULL OR search_folded LIKE @search ESCAPE '\\')`
  const rows = yield* getRows<Row>(
    `SELECT * ${matching} AND (@before IS NULL OR ordinal < @before) ORDER BY ordinal DESC ${PAGE}`,
    { world, workspaceId, search, before, offset, limit },
  )
  const counted = yield* getRow<{ count: number }>(`SELECT count(*) AS count ${matching}`, {
    world,
    workspaceId,
    search,
  })
  return { rows: rows.map(toRecord), total: counted?.count ?? 0 }
}

const toRecord = (row: Row): TechniqueRecord => ({
  ordinal: row.ordinal,
  id: row.id,
  slug: row.slug,
  workspaceId: row.workspace_id,
  projectId: row.project_id,
  name: row.name,
  description: row.description,
  visibility: row.visibility,
  quote: microUsd(row.quote_micro_usd),
  estimatedSeconds: row.estimated_seconds,
  steps: row.steps,
  inputs: SLOTS.read(row.technique_inputs),
  outputs: SLOTS.read(row.technique_outputs),
  details: DETAILS.read(row.technique_details),
  createdAt: epochMs(row.created_at),
})
