import { isRecord } from '../json.ts'
import type { FixtureName, FixtureSet } from './previous.ts'

/** What a synchronization changes about one kind of rows. */
export interface Change {
  readonly name: 'models' | 'actions' | 'techniques' | 'workspaces' | 'projects'
  readonly count: number
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

/** Rows of one kind by their ids. */
type Index = ReadonlyMap<string, unknown>

const KINDS: readonly { name: Change['name']; rows: (fixtures: FixtureSet) => Index }[] = [
  { name: 'models', rows: ({ models }) => index(models, 'model_id') },
  { name: 'actions', rows: ({ actions }) => index(actions, 'action_id') },
  { name: 'techniques', rows: ({ techniques }) => index(techniques, 'technique_id') },
  { name: 'workspaces', rows: ({ world }) => index(world.workspaces, 'workspace_id') },
  { name: 'projects', rows: ({ world }) => index(world.projects, 'project_id') },
]

const index = <Row extends object>(rows: readonly Row[], id: keyof Row): Index =>
  new Map(rows.map((row) => [String(row[id]), row]))

/** Compares fixtures with those that they replace; null for a folder that had none. */
export function changesOf(before: Partial<FixtureSet>, after: FixtureSet): Change[] {
  return KINDS.map(({ name, rows }) => {
    const [old, now] = [rows({ ...EMPTY, ...before }), rows(after)]
    const ids = [...now.keys()]
    return {
      name,
      count: now.size,
      added: ids.filter((id) => !old.has(id)),
      removed: [...old.keys()].filter((id) => !now.has(id)),
      changed: ids.filter((id) => old.has(id) && !isSame(old.get(id), now.get(id))),
    }
  })
}

const EMPTY: FixtureSet = {
  models: [],
  actions: [],
  techniques: [],
  world: { webhook_secret: '', keys: [], workspaces: [], projects: [], runs: [] },
}

/** True for equal values, whatever the order of their members. */
const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    isRecord(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )

/** Files whose content differs, or that are not there. */
export const staleFiles = (before: Partial<FixtureSet>, after: FixtureSet): FixtureName[] =>
  (['models', 'actions', 'techniques', 'world'] as const).filter((name) => !isSame(before[name], after[name]))
