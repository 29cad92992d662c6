import type { OperationFact } from '../checks/record/facts.ts'
import type { Api } from '../routes/context.ts'
import { components } from '../schemas/components.ts'

interface Schema {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, unknown>>
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>
}

interface Described {
  readonly operationId?: string
  readonly deprecated?: boolean
  readonly body?: unknown
}

/** Collects what the routes of an API say of their operations, for the checks. Reads the schemas on first use. */
export class OperationFacts {
  readonly #described: Described[] = []
  #facts: ReadonlyMap<string, OperationFact> | null = null

  /** Call it before the routes are added. */
  collect(api: Api): void {
    api.addHook('onRoute', ({ schema }) => {
      if (schema?.operationId !== undefined) this.#described.push(schema)
    })
  }

  /** Returns the ids of the operations. */
  names(): ReadonlySet<string> {
    return new Set(this.#described.map(({ operationId = '' }) => operationId))
  }

  readonly all = (): ReadonlyMap<string, OperationFact> => {
    this.#facts ??= new Map(
      this.#described.map(({ operationId = '', deprecated: isDeprecated = false, body }) => {
        return [operationId, { fields: [...new Set(fieldsOf(body as Schema | undefined))], isDeprecated }]
      }),
    )
    return this.#facts
  }
}

/** Returns the names of the members that a schema allows, in any of its branches. */
function fieldsOf(schema: Schema | undefined): readonly string[] {
  if (schema === undefined) return []
  const { $ref, properties = {}, anyOf = [], oneOf = [], allOf = [], content = {} } = schema
  const target: object | undefined = components.find(({ $id }) => $id === $ref)
  const parts = [...anyOf, ...oneOf, ...allOf, ...Object.values(content).map((media) => media.schema)]
  return [...Object.keys(properties), ...fieldsOf(target), ...parts.flatMap(fieldsOf)]
}
