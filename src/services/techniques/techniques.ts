import { notFound } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import type { TechniquesFixture } from '../../schemas/fixtures.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { Store } from '../../store/store.ts'
import type { TechniqueQuery, TechniqueRecord } from '../../store/techniques/technique-records.ts'
import {
  createTechnique,
  findTechnique,
  listTechniques,
  searchableText,
} from '../../store/techniques/techniques.ts'
import { fold } from '../../store/text-search.ts'
import type { Catalogue } from '../models/catalogue.ts'
import { duplicateKey } from '../requests/idempotency.ts'
import { checkProject } from '../runs/check-project.ts'
import type { Caller, Reader } from '../worlds/caller.ts'
import { planTechnique, type RequestedTechnique } from './new-technique.ts'
import { fromRecord, type TechniqueDefinition, toTechniqueDefinition } from './technique-definition.ts'

/** A technique with its place in the list. */
interface Row {
  /** Places sink along the list: ordinals of techniques of clients, then -1, -2, … for those of the fixtures. */
  readonly place: number
  readonly technique: TechniqueDefinition
}

/** A page of the list. `before` is a place. */
type TechniqueFilter = Omit<TechniqueQuery, 'world'>

/** The techniques of the fixtures, which every world has, and those that clients create in a world. */
export class Techniques {
  readonly #store: Store
  readonly #catalogue: Catalogue
  readonly #fixtures: readonly (Row & { readonly searchable: string })[]
  readonly #byName: ReadonlyMap<string, TechniqueDefinition>

  constructor(store: Store, catalogue: Catalogue, fixtures: TechniquesFixture) {
    this.#store = store
    this.#catalogue = catalogue
    const techniques = fixtures.map(toTechniqueDefinition)
    this.#fixtures = techniques
      .toSorted((one, other) => compare(fold(one.name), fold(other.name)) || compare(one.slug, other.slug))
      .map((technique, index) => ({
        place: -1 - index,
        technique,
        searchable: searchableText(technique.record),
      }))
    this.#byName = new Map(
      techniques.flatMap((technique) => [
        [technique.id, technique],
        [technique.slug, technique],
      ]),
    )
  }

  /** Finds a technique by its id or slug. Returns null when there is none. */
  async find({ world }: Reader, name: string): Promise<TechniqueDefinition | null> {
    const known = this.#byName.get(name)
    if (known !== undefined) return known
    const record = await this.#store.read(findTechnique(world.key, name))
    return record === null ? null : fromRecord(record)
  }

  /** @throws ApiError 404 for an unknown technique */
  async get(reader: Reader, name: string): Promise<TechniqueDefinition> {
    const technique = await this.find(reader, name)
    if (technique === null) throw notFound()
    return technique
  }

  /** Lists techniques of clients, newest first, and then those of the fixtures in order of their names. */
  async list({ world }: Reader, filter: TechniqueFilter) {
    const { before, offset, limit } = filter
    const isPast = before !== null && before < 0
    const query = { world: world.key, ...filter, limit: isPast ? 0 : limit + 1 }
    const { rows, total } = await this.#store.read(listTechniques(query))
    const wanted = fold(filter.search ?? '')
    const matching = this.#fixtures.filter(({ searchable }) => searchable.includes(wanted))
    const rest = matching.filter(({ place }) => place < (before ?? 0)).slice(Math.max(0, offset - total))
    const all: Row[] = [
      ...rows.map((record) => ({ place: record.ordinal, technique: fromRecord(record) })),
      ...rest,
    ]
    return { rows: all.slice(0, limit), more: all.length > limit, total: total + matching.length }
  }

  /**
   * Creates a technique from a graph.
   *
   * @throws ApiError 404 for an unknown workspace or project, 400 with every problem of the graph, 409 for an idempotency
   *   key that was used
   */
  async create(
    { world, now }: Caller,
    request: RequestedTechnique,
    claim: IdempotencyClaim | null,
  ): Promise<TechniqueRecord> {
    await checkProject(this.#store, world, request)
    const members = planTechnique(request, this.#catalogue)
    const build = (ordinal: number) => ({
      ...members,
      id: seededId('tech', world.seed, ordinal),
      createdAt: now,
    })
    const isReserved = (name: string): boolean => this.#byName.has(name)
    const command = { world: world.key, claim, isReserved, build }
    const result = await this.#store.write(() => createTechnique(command))
    switch (result.outcome) {
      case 'created':
        return result.technique
      case 'duplicate_key':
        throw duplicateKey()
      case 'unknown_project':
        throw notFound()
    }
  }
}

/** Compares code units, so that the order is the same on every machine. */
function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
