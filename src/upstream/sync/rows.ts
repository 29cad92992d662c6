import type { Static, TSchema } from 'typebox'
import { createCompiler } from '../../kernel/validation.ts'
import { components } from '../../schemas/components.ts'
import { isRecord, type JsonRecord } from '../json.ts'
import { printable } from '../../kernel/text/printable.ts'
import { type Adjustments, conform } from './conform.ts'

const BY_NAME = new Map(components.map((schema) => [schema.$id, schema]))

/** One kind of rows, and how a row of the wire becomes one of a fixture. */
interface Kind<Schema extends TSchema> {
  /** Such as `model`. */
  readonly name: string
  /** The member with the id. */
  readonly id: string
  /** What the server sends; members that it does not name are left out. */
  readonly wire: TSchema
  readonly fixture: Schema
  /** Adds what the server does not know. */
  readonly complete: (row: JsonRecord) => JsonRecord
}

/** Turns downloaded rows into rows of fixtures, and notes what it changes and leaves out. */
export class Rows {
  readonly notes: string[] = []
  readonly #adjustments: Adjustments = { unknown: new Set(), rounded: new Set() }
  readonly #clean
  readonly #compile = createCompiler({
    coerce: false,
    closed: true,
    publicCallbacks: false,
    schemas: components,
  })

  constructor(clean: (text: string) => string) {
    this.#clean = clean
  }

  /**
   * Leaves out rows that this version cannot use, such as a model of an unknown type.
   *
   * @throws {WrongType} for a value of another JSON type than FLORA documents
   */
  usable<Schema extends TSchema>(rows: readonly unknown[], kind: Kind<Schema>): Static<Schema>[] {
    const validate = this.#compile(kind.fixture)
    const context = { ...this.#adjustments, components: BY_NAME, clean: this.#clean }
    const found = new Map<string, Static<Schema>>()
    for (const row of rows) {
      const known = conform(kind.wire, row, `${kind.name}s[]`, context)
      const completed = kind.complete(isRecord(known) ? known : {})
      const id = String(completed[kind.id])
      const [problem] = validate(completed)
      if (problem !== undefined) this.#leaveOut(kind.name, id, `${problem.field}: ${problem.message}`)
      else if (found.has(id)) this.#leaveOut(kind.name, id, 'listed twice')
      else found.set(id, completed as Static<Schema>)
    }
    return [...found.values()]
  }

  #leaveOut(name: string, id: string, reason: string): void {
    this.notes.push(`left out: ${name} ${printable(id)}: ${printable(reason)}`)
  }

  /** The notes, and what was changed in rows that are used. */
  allNotes(): string[] {
    const { unknown, rounded } = this.#adjustments
    return [
      ...this.notes,
      ...Array.from(unknown, (path) => `left out: ${printable(path)}, which this version does not know`),
      ...Array.from(rounded, (path) => `rounded: ${printable(path)}`),
    ]
  }
}
