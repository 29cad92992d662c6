import { ActionsFixture, ModelsFixture, TechniquesFixture } from '../../schemas/fixtures.ts'
import { Action } from '../../schemas/actions/action.ts'
import { Technique } from '../../schemas/techniques/technique.ts'
import type { JsonRecord } from '../json.ts'
import type { Downloaded } from './download.ts'
import type { FixtureSet, Previous } from './previous.ts'
import { Rows } from './rows.ts'
import { convertWorld } from './world.ts'

/** FLORA publishes neither; the shipped techniques use these. */
const TECHNIQUE_DEFAULTS = { estimated_seconds: 30, steps: 3 }

export interface Converted {
  readonly fixtures: FixtureSet
  readonly notes: readonly string[]
}

/**
 * Makes fixtures of the rows of an account. What FLORA does not publish is kept from the previous fixtures.
 *
 * @param clean replaces secrets in texts
 * @throws {WrongType} for a value of another JSON type than FLORA documents
 */
export function convert(
  downloaded: Downloaded,
  { fixtures, own }: Previous,
  { now, clean }: { readonly now: number; readonly clean: (text: string) => string },
): Converted {
  const rows = new Rows(clean)
  const models = rows.usable(downloaded.models, {
    name: 'model',
    id: 'model_id',
    wire: ModelsFixture.items,
    fixture: ModelsFixture.items,
    complete: (model) => model,
  })
  const actionsById = new Map(fixtures.actions.map((action) => [action.action_id as string, action]))
  const actions = rows.usable(downloaded.actions, {
    name: 'action',
    id: 'action_id',
    wire: Action,
    fixture: ActionsFixture.items,
    complete: (action) => withKept(action, actionsById.get(String(action['action_id'])), ACTION_KEPT),
  })
  const techniquesById = new Map(fixtures.techniques.map((technique) => [technique.technique_id, technique]))
  const techniques = rows.usable(downloaded.techniques, {
    name: 'technique',
    id: 'technique_id',
    wire: Technique,
    fixture: TechniquesFixture.items,
    complete: (technique) =>
      completeTechnique(technique, techniquesById.get(String(technique['technique_id']))),
  })
  const previous = own.has('world') ? fixtures.world : { ...fixtures.world, ...EMPTY_WORLD }
  const world = convertWorld(downloaded, { rows, previous, now, models, actions, techniques })
  return { fixtures: { models, actions, techniques, world }, notes: rows.allNotes() }
}

/** The sample data of the shipped world belongs to its workspaces. */
const EMPTY_WORLD = {
  workspaces: [],
  projects: [],
  folders: [],
  library_folders: [],
  runs: [],
  technique_runs: [],
  assets: [],
  action_nodes: [],
}

const ACTION_KEPT = ['legacy_action_ids', 'estimated_seconds']

/** Adds members that FLORA does not publish from an earlier row. */
function withKept(row: JsonRecord, earlier: object | undefined, members: readonly string[]): JsonRecord {
  const kept = Object.entries(earlier ?? {}).filter(([name]) => members.includes(name))
  return { ...row, ...Object.fromEntries(kept) }
}

function completeTechnique(
  technique: JsonRecord,
  earlier: TechniquesFixture[number] | undefined,
): JsonRecord {
  const slug = technique['slug'] ?? earlier?.slug ?? slugOf(String(technique['technique_id']))
  return withKept({ ...TECHNIQUE_DEFAULTS, ...technique, slug }, earlier, Object.keys(TECHNIQUE_DEFAULTS))
}

/** SDKs know no slug, so a list may lack it. */
const slugOf = (id: string): string => id.replace(/[^A-Za-z0-9_-]/g, '-')
