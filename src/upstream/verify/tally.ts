import { typeName } from '../../kernel/type-name.ts'
import type { Shape } from '../drift/shape.ts'
import { isRecord } from '../json.ts'

/** How often a member was seen, and how. Values are never kept. */
export interface MemberTally {
  objects: number
  nulls: number
  values: number
  /** Types that FLORA does not document. */
  readonly wrongTypes: Set<string>
  /** True when a value was outside of a documented list. */
  hasOtherValue: boolean
  readonly isDocumented: boolean
}

/** Members by path, such as `generations[].model.model_id`. */
export type Tally = Map<string, MemberTally>

/** Undocumented names of one object that are kept; more are data, not names. */
const UNKNOWN_MAX = 20
/** Names of an API, as opposed to names that people give. */
const API_NAME = /^[a-z][a-z0-9_]{0,39}$/

/**
 * Counts the members of an answer along its documented shape. Objects whose member names are free are not looked into,
 * because their names are data of the account.
 */
export function tally(shape: Shape, value: unknown, path: string, found: Tally): void {
  if (Array.isArray(value)) {
    for (const item of value) if (shape.items !== null) tally(shape.items, item, `${path}[]`, found)
    return
  }
  if (!isRecord(value) || shape.rest !== null || shape.members.size === 0) return
  const unknown = Object.keys(value).filter((name) => !shape.members.has(name) && API_NAME.test(name))
  for (const name of unknown.slice(0, UNKNOWN_MAX)) count(`${path}.${name}`, value[name], null, found)
  for (const [name, member] of shape.members) {
    count(`${path}.${name}`, value[name], member, found)
    tally(member, value[name], `${path}.${name}`, found)
  }
}

/** @param shape null for a member that FLORA does not document */
function count(path: string, value: unknown, shape: Shape | null, found: Tally): void {
  const member = found.get(path) ?? {
    objects: 0,
    nulls: 0,
    values: 0,
    wrongTypes: new Set<string>(),
    hasOtherValue: false,
    isDocumented: shape !== null,
  }
  found.set(path, member)
  member.objects += 1
  if (value === undefined) return
  if (value === null) {
    member.nulls += 1
    return
  }
  member.values += 1
  const type = typeName(value)
  const types: ReadonlySet<string> = shape?.types ?? new Set()
  if (types.size > 0 && !types.has('unknown') && !types.has(type)) member.wrongTypes.add(type)
  if (typeof value === 'string' && shape?.values?.has(value) === false) member.hasOtherValue = true
}

/** How a member can be missing: as null, or absent. */
export function absences({ objects, nulls, values }: MemberTally): ('null' | 'absent')[] {
  return [
    ...(nulls > 0 ? (['null'] as const) : []),
    ...(objects > nulls + values ? (['absent'] as const) : []),
  ]
}
