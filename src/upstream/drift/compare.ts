import { flatten, type JsonType, parentOf, type Shape } from './shape.ts'
import { keyOf, type Operation, type Place, PLACES, type Surface } from './surface.ts'

/** The side that lacks something. */
type Side = 'emulator' | 'against'

/** Something that one description has and the other lacks. */
export interface Difference {
  readonly kind: 'operation' | 'field' | 'enum' | 'status' | 'type'
  /** Such as `GET /runs/{runId}`. */
  readonly operation: string
  readonly place: Place | null
  /** Such as `models[].params[].type`. */
  readonly field: string | null
  readonly onlyIn: Side | 'both'
  /** The values of an enum, a status, or the types on both sides. */
  readonly values: readonly string[]
}

export interface Comparison {
  /** Operations that both sides have. */
  readonly shared: number
  readonly differences: readonly Difference[]
  /** What `against` does not describe at all. */
  readonly notCompared: readonly string[]
}

/** Lists the operations, fields, enums, types and statuses in which `against` differs from the emulator. */
export function compare(emulator: Surface, against: Surface): Comparison {
  const ours = new Map(emulator.operations.map((operation) => [keyOf(operation), operation]))
  const theirs = new Map(against.operations.map((operation) => [keyOf(operation), operation]))
  const shared = Array.from(ours).flatMap(([key, own]) => {
    const other = theirs.get(key)
    return other === undefined ? [] : [{ own, other }]
  })
  return {
    shared: shared.length,
    differences: [
      ...lacking(ours, theirs, 'emulator'),
      ...lacking(theirs, ours, 'against'),
      ...shared.flatMap(({ own, other }) => [...compareFields(own, other), ...compareStatuses(own, other)]),
    ],
    notCompared: notDescribed(shared.map(({ other }) => other)),
  }
}

function lacking(
  these: ReadonlyMap<string, Operation>,
  those: ReadonlyMap<string, Operation>,
  onlyIn: Side,
): Difference[] {
  return Array.from(these)
    .filter(([key]) => !those.has(key))
    .map(([, operation]) => difference('operation', operation, { onlyIn }))
}

const nameOf = ({ method, path }: Operation): string => `${method} ${path}`

function difference(
  kind: Difference['kind'],
  operation: Operation,
  rest: Partial<Difference> & Pick<Difference, 'onlyIn'>,
): Difference {
  return { kind, operation: nameOf(operation), place: null, field: null, values: [], ...rest }
}

function compareFields(own: Operation, other: Operation): Difference[] {
  return PLACES.flatMap((place) => {
    const [whole, theirs] = [own.shapes[place], other.shapes[place]]
    if (whole === undefined || theirs === undefined) return []
    const mine = place === 'answer' && other.answersRow === true ? rowOf(whole) : whole
    return compareShapes(mine, theirs).map((found) => difference(found.kind, own, { ...found, place }))
  })
}

/** The rows of a page, which has one list beside its `meta`. */
function rowOf(page: Shape): Shape {
  const lists = [...page.members.values()].flatMap(({ items }) => items ?? [])
  return (lists.length === 1 ? lists[0] : undefined) ?? page
}

type Found = Pick<Difference, 'kind' | 'field' | 'onlyIn' | 'values'>

function compareShapes(mine: Shape, theirs: Shape): Found[] {
  const [ours, others] = [flatten(mine), flatten(theirs)]
  const both = Array.from(ours).flatMap(([path, own]) => {
    const other = others.get(path)
    return other === undefined ? [] : [...compareEnums(path, own, other), ...compareTypes(path, own, other)]
  })
  return [...missing(ours, others, 'emulator'), ...missing(others, ours, 'against'), ...both]
}

/** Fields of `these` that `those` lack. A field stands for everything below it, and a free-form object has any. */
function missing(
  these: ReadonlyMap<string, Shape>,
  those: ReadonlyMap<string, Shape>,
  onlyIn: Side,
): Found[] {
  return [...these.keys()]
    .filter((path) => {
      const parent = parentOf(path)
      if (those.has(path) || parent === null) return false
      const near = those.get(parent)
      return near !== undefined && near.rest === null && !near.types.has('unknown')
    })
    .filter((path) => !path.endsWith('*') && !path.endsWith('[]'))
    .map((field) => ({ kind: 'field', field, onlyIn, values: [] }))
}

function compareEnums(field: string, own: Shape, other: Shape): Found[] {
  if (!own.types.has('string') || !other.types.has('string')) return []
  const found = (onlyIn: Side, values: readonly string[]): Found[] =>
    values.length === 0 ? [] : [{ kind: 'enum', field, onlyIn, values }]
  if (own.values === null) return found('against', [...(other.values ?? [])])
  if (other.values === null) return found('emulator', [...own.values])
  const [mine, theirs] = [own.values, other.values]
  return [
    ...found(
      'emulator',
      [...mine].filter((value) => !theirs.has(value)),
    ),
    ...found(
      'against',
      [...theirs].filter((value) => !mine.has(value)),
    ),
  ]
}

function compareTypes(field: string, own: Shape, other: Shape): Found[] {
  const [mine, theirs] = [typesOf(own), typesOf(other)]
  const fits = mine === null || theirs === null || mine.some((type) => theirs.includes(type))
  return fits ? [] : [{ kind: 'type', field, onlyIn: 'both', values: [mine.join(' | '), theirs.join(' | ')] }]
}

/** Null where a description leaves the type open. */
function typesOf({ types }: Shape): readonly JsonType[] | null {
  const known = [...types].filter((type) => type !== 'null')
  return known.length === 0 || known.includes('unknown') ? null : known
}

function compareStatuses(own: Operation, other: Operation): Difference[] {
  const [mine, theirs] = [own.statuses, other.statuses]
  if (mine === null || theirs === null) return []
  const found = (onlyIn: Side, values: readonly string[]): Difference[] =>
    values.length === 0 ? [] : [difference('status', own, { onlyIn, values })]
  return [...found('emulator', uncovered(mine, theirs)), ...found('against', uncovered(theirs, mine))]
}

/** A client that lists only errors says nothing about success. */
function uncovered(these: ReadonlySet<string>, those: ReadonlySet<string>): string[] {
  const knowsSuccess = [...those].some((status) => /^[23]/.test(status))
  return [...these].filter((status) => {
    if (!/^\d{3}$/.test(status) || (/^[23]/.test(status) && !knowsSuccess)) return false
    return !those.has(status) && !those.has(`${status[0]}XX`) && !those.has('default')
  })
}

function notDescribed(operations: readonly Operation[]): string[] {
  const places = PLACES.filter((place) => operations.every(({ shapes }) => shapes[place] === undefined))
  return operations.every(({ statuses }) => statuses === null) ? [...places, 'statuses'] : places
}
