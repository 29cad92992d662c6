import { type Static, Type } from 'typebox'
import { nullable, PageQuery, RunStatus } from '../../common.ts'
import { RunOutput } from '../../runs/run.ts'
import { OutputKind } from '../worlds/snapshot-run.ts'

export const RunListQuery = Type.Object({
  ...PageQuery,
  status: Type.Optional(RunStatus),
  type: Type.Optional(OutputKind),
  model: Type.Optional(Type.String({ minLength: 1, description: 'A `model_id`.' })),
  workspace_id: Type.Optional(Type.String({ minLength: 1 })),
})
export type RunListQuery = Static<typeof RunListQuery>

export const RunRecord = Type.Object({
  run_id: Type.String(),
  kind: Type.Enum(['generation', 'technique', 'action'], { type: 'string' }),
  status: RunStatus,
  progress: Type.Number({ minimum: 0, maximum: 100, description: 'Per cent, as in the emulated API.' }),
  type: OutputKind,
  model: nullable(Type.String(), 'Null for techniques and actions.'),
  technique: nullable(Type.Object({ technique_id: Type.String(), name: Type.String() })),
  action: nullable(Type.Object({ action_id: Type.String() })),
  node_id: nullable(Type.String(), 'The canvas node that it is a run of.'),
  prompt: Type.String(),
  params: Type.Record(Type.String(), Type.Unknown()),
  workspace_id: Type.String(),
  project_id: Type.String(),
  callback_url: nullable(Type.String()),
  created_at: Type.Integer({ description: 'World time, in unix milliseconds.' }),
  started_at: nullable(Type.Integer()),
  completed_at: nullable(Type.Integer({ description: 'End of a completed or failed run.' })),
  ends_at: Type.Integer({ description: 'End of the run: past, or planned.' }),
  quote_usd: Type.Number({ description: 'Reserved amount.' }),
  cost_usd: nullable(Type.Number(), 'Cost of a completed run.'),
  outputs: Type.Array(Type.Object(RunOutput.properties)),
  error: nullable(Type.Object({ code: Type.String(), message: Type.String() })),
})
export type RunRecord = Static<typeof RunRecord>

export const RunRecordList = Type.Object({
  runs: Type.Array(RunRecord, { description: 'Newest first.' }),
  next_cursor: nullable(
    Type.String(),
    '`cursor` of the next page, with older runs. Null on the last page. With `type` or `model` a page may be short or empty and yet not the last.',
  ),
  count: nullable(Type.Integer(), 'Of all that match; null with a filter that is not counted.'),
})
export type RunRecordList = Static<typeof RunRecordList>
