import { type Static, Type } from 'typebox'
import { MediaType, PageQuery, RunStatus } from '../common.ts'
import { RunOutput } from '../run.ts'

const Nullable = <Schema extends Parameters<typeof Type.Union>[0][number]>(
  schema: Schema,
  options: { readonly description?: string } = {},
) => Type.Union([schema, Type.Null()], options)

export const RunListQuery = Type.Object({
  ...PageQuery,
  status: Type.Optional(RunStatus),
  type: Type.Optional(MediaType),
  model: Type.Optional(Type.String({ minLength: 1, description: 'A `model_id`.' })),
  workspace_id: Type.Optional(Type.String({ minLength: 1 })),
})
export type RunListQuery = Static<typeof RunListQuery>

export const RunRecord = Type.Object({
  run_id: Type.String(),
  kind: Type.Enum(['generation', 'technique', 'action'], { type: 'string' }),
  status: RunStatus,
  progress: Type.Number({ minimum: 0, maximum: 100, description: 'Per cent, as clients are told.' }),
  type: MediaType,
  model: Nullable(Type.String(), { description: 'Null for techniques and actions.' }),
  technique: Nullable(Type.Object({ technique_id: Type.String(), name: Type.String() })),
  action: Nullable(Type.Object({ action_id: Type.String() })),
  node_id: Nullable(Type.String(), { description: 'The canvas node that it is a run of.' }),
  prompt: Type.String(),
  params: Type.Record(Type.String(), Type.Unknown()),
  workspace_id: Type.String(),
  project_id: Type.String(),
  callback_url: Nullable(Type.String()),
  created_at: Type.Integer({ description: 'World time, in unix milliseconds.' }),
  started_at: Nullable(Type.Integer()),
  completed_at: Nullable(Type.Integer({ description: 'When it ended, either way.' })),
  ends_at: Type.Integer({ description: 'When it ended, or will end if nobody interferes.' }),
  quote_usd: Type.Number({ description: 'What was reserved.' }),
  cost_usd: Nullable(Type.Number(), { description: 'What it cost, once it is completed.' }),
  outputs: Type.Array(Type.Object(RunOutput.properties)),
  error: Nullable(Type.Object({ code: Type.String(), message: Type.String() })),
})
export type RunRecord = Static<typeof RunRecord>

export const RunRecordList = Type.Object({
  runs: Type.Array(RunRecord, { description: 'Newest first.' }),
  next_cursor: Nullable(Type.String(), {
    description:
      'Pass as `cursor` for older ones; null at the end. `type` and `model` are looked for in so many runs at a time, so a page may be short, or empty, and yet not the last.',
  }),
  count: Nullable(Type.Integer(), {
    description: 'Of all that match; null with a filter that is not counted.',
  }),
})
export type RunRecordList = Static<typeof RunRecordList>
