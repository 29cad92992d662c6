import { notFound } from '../../kernel/errors.ts'
import type { TechniquesFixture } from '../../schemas/fixtures.ts'
import { type TechniqueDefinition, toTechniqueDefinition } from './technique-definition.ts'

/** A technique with its place in the list. */
interface Row {
  /** Counts the techniques in order of their names, from 1. */
  readonly ordinal: number
  readonly technique: TechniqueDefinition
  /** Folded text for searches. */
  readonly searchable: string
}

/** A page of the list. */
interface TechniqueFilter {
  readonly search: string | null
  /** Ordinal to continue after; null for the first page. */
  readonly after: number | null
  /** Number of techniques to skip. */
  readonly offset: number
  readonly limit: number
}

/** The techniques of the fixtures. They do not change while the emulator runs. */
export class Techniques {
  readonly #rows: readonly Row[]
  readonly #byName: ReadonlyMap<string, TechniqueDefinition>

  constructor(fixtures: TechniquesFixture) {
    const techniques = fixtures.map(toTechniqueDefinition)
    this.#rows = techniques
      .toSorted((one, other) => compare(fold(one.name), fold(other.name)) || compare(one.slug, other.slug))
      .map((technique, index) => {
        const { name, slug } = technique
        const { description = '' } = technique.record
        return { ordinal: index + 1, technique, searchable: fold([name, description, slug].join('\n')) }
      })
    this.#byName = new Map(
      techniques.flatMap((technique) => [
        [technique.id, technique],
        [technique.slug, technique],
      ]),
    )
  }

  /** Finds a technique by its id or slug. Returns null when there is none. */
  find(name: string): TechniqueDefinition | null {
    return this.#byName.get(name) ?? null
  }

  /** @throws ApiError 404 for an unknown technique */
  get(name: string): TechniqueDefinition {
    const technique = this.find(name)
    if (technique === null) throw notFound()
    return technique
  }

  /** Lists techniques in order of their names. */
  list({ search, after, offset, limit }: TechniqueFilter) {
    const wanted = fold(search ?? '')
    const matching = this.#rows.filter(({ searchable }) => searchable.includes(wanted))
    const rest = matching.filter(({ ordinal }) => ordinal > (after ?? 0)).slice(offset)
    return { rows: rest.slice(0, limit), more: rest.length > limit, total: matching.length }
  }
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Compares code units, so that the order is the same on every machine. */
function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
