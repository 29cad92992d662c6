import { type Static, type TSchema, Type } from 'typebox'
import { declareSources, type Sources } from './provenance.ts'

/** Names a schema, so that it becomes a component of the OpenAPI document, and declares where its members are published. */
export function component<Schema extends TSchema>(
  $id: string,
  sources: Sources,
  schema: Schema,
): Schema & { readonly $id: string } {
  declareSources(schema, sources)
  return Object.assign(schema, { $id })
}

/** A reference to a component, with the type of what it refers to. */
export function ref<Schema extends TSchema & { readonly $id: string }>(schema: Schema) {
  return Type.Unsafe<Static<Schema>>(Type.Ref(schema.$id))
}

/** The schema, or null. */
export const nullable = <Schema extends Parameters<typeof Type.Union>[0][number]>(
  schema: Schema,
  description?: string,
) => Type.Union([schema, Type.Null()], description === undefined ? {} : { description })

/** FLORA's public ids: a prefix, then anything without white space. */
const publicId = (prefix: string, description: string, example = `${prefix}_abc123`) =>
  Type.String({ pattern: `^${prefix}_\\S+$`, description, examples: [example] })

export const RunId = publicId('run', 'Identifies a run.')
export const WorkspaceId = publicId('ws', 'Identifies a workspace, as listed by `GET /workspaces`.')
export const ProjectId = publicId('prj', 'Identifies a project, as listed by `GET /projects`.')
export const TechniqueId = publicId(
  'tech',
  'Identifies a technique, as listed by `GET /techniques`.',
  'tech_abcd1234',
)

export const AssetId = publicId('asset', 'Identifies an asset, as listed by `GET /assets`.')

/** A copy of a schema with another example, where the usual one does not fit the operation. */
export const withExample = <Schema extends TSchema>(schema: Schema, example: Static<Schema>) =>
  Type.Unsafe<Static<Schema>>({ ...schema, examples: [example] })

export const UsdAmount = (description: string) => Type.Number({ minimum: 0, description, examples: [0.04] })
export const UnixMs = (description: string) =>
  Type.Number({ description: `${description} Unix time in milliseconds.`, examples: [1782900000000] })

export const MediaType = Type.Enum(['image', 'video', 'audio', 'text'], {
  type: 'string',
  description: 'Type of the generated media. Not a model family such as `t2i`.',
})

export const RunStatus = Type.Enum(['pending', 'running', 'completed', 'failed'], {
  type: 'string',
  description: 'State of the run. `completed` and `failed` are final.',
})

const PAGE_LIMIT_MAX = 100
export const PAGE_LIMIT_DEFAULT = 20

/** Query parameters of every paged list. */
export const PageQuery = {
  cursor: Type.Optional(
    Type.String({
      description:
        'Where to go on: `meta.next_cursor` of the page before, or a number of rows to skip as base64url of `{"offset":20}`.',
      minLength: 1,
    }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: PAGE_LIMIT_MAX,
      description: `Rows in a page; ${PAGE_LIMIT_DEFAULT} when absent.`,
    }),
  ),
}

export const Meta = component(
  'Meta',
  { '*': 'sdk', total_estimate: 'oas' },
  Type.Object(
    {
      next_cursor: Type.Union([Type.String(), Type.Null()], {
        description: 'Pass as `cursor` for the next page; null on the last one.',
        // An example that is no cursor of this server would send clients that page by themselves to a refusal.
        examples: [null],
      }),
      total_estimate: Type.Optional(
        Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
          description:
            'How many rows match in all: exact, or null where a status filter would make counting slow.',
        }),
      ),
    },
    { description: 'Position of a page in its list.' },
  ),
)
export type Meta = Static<typeof Meta>
