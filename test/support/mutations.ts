import fc from 'fast-check'
import { CLOCK_MAX, INSTANT_MAX, INSTANT_MIN } from '../../src/kernel/instants.ts'
import { ORDINAL_MAX } from '../../src/kernel/ordinals.ts'
import { MICRO_USD_MAX } from '../../src/kernel/units.ts'

type Step = string | number
export type Path = readonly Step[]

/** The path and value of everything in a document, the document itself left out. */
function entriesOf(value: unknown, path: Path = []): { readonly path: Path; readonly value: unknown }[] {
  const own = path.length === 0 ? [] : [{ path, value }]
  if (typeof value !== 'object' || value === null) return own
  return [...own, ...Object.entries(value).flatMap(([name, member]) => entriesOf(member, [...path, name]))]
}

const parentOf = (root: object, path: Path): object =>
  path.slice(0, -1).reduce<object>((value, step) => Object(Reflect.get(value, step)) as object, root)

const nested = (levels: number): unknown =>
  Array.from({ length: levels }).reduce<unknown>((inside) => ({ a: inside }), 1)

const NUMBERS = [0, -0.5, 1, -1, 1e9, ORDINAL_MAX, ORDINAL_MAX + 1, Number.MAX_SAFE_INTEGER, 1e300]
const AMOUNTS = [MICRO_USD_MAX, -MICRO_USD_MAX, MICRO_USD_MAX + 1, Number.MIN_SAFE_INTEGER]
const INSTANTS = [CLOCK_MAX, INSTANT_MAX, INSTANT_MAX + 1, INSTANT_MIN, INSTANT_MIN - 1]
const TEXTS = [
  '',
  'x',
  'a\0b',
  '\ud800',
  '__proto__',
  'x'.repeat(100_000),
  '9'.repeat(400),
  '-1',
  'javascript:1',
]
const IDS = ['run_x', 'prj_x', 'ws_empty', 'prj_abc123', 'run_abc123', 'n1', 'http://127.0.0.1:9/a']
const SHAPES = [null, true, [], {}, [[]], nested(60), nested(70)]
const VALUES: readonly unknown[] = [...NUMBERS, ...AMOUNTS, ...INSTANTS, ...TEXTS, ...IDS, ...SHAPES]

/** Ways to spoil the value with this name. */
const CHANGES: Readonly<Record<string, (parent: object, name: Step, value: unknown) => void>> = {
  set: (parent, name, value) => Reflect.set(parent, name, value),
  drop: (parent, name) => {
    if (Array.isArray(parent)) parent.splice(Number(name), 1)
    else Reflect.deleteProperty(parent, name)
  },
  repeat: (parent, name) => {
    if (Array.isArray(parent)) parent.push(structuredClone(parent[Number(name)]))
    else Reflect.set(parent, `${name}_2`, Reflect.get(parent, name))
  },
  unknown: (parent, _name, value) => Reflect.set(parent, 'not_known', value),
}

/**
 * Generates functions that spoil a copy of a document at one place. Half of the values that they set come from elsewhere in
 * the document, such as ids of other rows.
 */
export function mutationsOf(
  document: object,
  isMutable: (path: Path) => boolean,
): fc.Arbitrary<(copy: object) => void> {
  const entries = entriesOf(document).filter(({ path }) => isMutable(path))
  return fc
    .record({
      path: fc.constantFrom(...entries.map(({ path }) => path)),
      change: fc.oneof(
        { weight: 8, arbitrary: fc.constant('set') },
        fc.constantFrom(...Object.keys(CHANGES)),
      ),
      value: fc.oneof(fc.constantFrom(...VALUES), fc.constantFrom(...entries.map(({ value }) => value))),
    })
    .map(({ path, change, value }) => (copy) => {
      CHANGES[change]?.(parentOf(copy, path), path.at(-1) ?? '', structuredClone(value))
    })
}
