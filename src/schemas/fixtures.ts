import { type Static, Type } from 'typebox'
import { actionMembers } from './actions/action.ts'
import { AssetId, MediaType, ProjectId, ref, RunId, TechniqueId, WorkspaceId } from './common.ts'
import { gatewayModelMembers } from './models/gateway-model.ts'
import { Model } from './models/model.ts'
import { ioMembers, techniqueMembers } from './techniques/technique.ts'

/** A thousand years, so that everything in a world of 1970 was made after the year 1. */
const AGE_SECONDS_MAX = 1000 * 365 * 86_400

/** Ages are relative, so that the sample data is as old in a world of 1999 as in one of today. */
const Age = Type.Integer({
  minimum: 0,
  maximum: AGE_SECONDS_MAX,
  description: 'Seconds before the world was created.',
})

export const Role = Type.Enum(['owner', 'viewer'], { type: 'string' })
export type Role = Static<typeof Role>

const Key = Type.Object({
  key: Type.String({ minLength: 1 }),
  role: Role,
  /** `revoked` answers 401, `unpaid` 403 `paid_plan_required`. */
  status: Type.Enum(['active', 'revoked', 'unpaid'], { type: 'string' }),
})

const SampleRun = Type.Object({
  run_id: RunId,
  workspace_id: WorkspaceId,
  project_id: ProjectId,
  type: MediaType,
  prompt: Type.String({ minLength: 1 }),
  model: Type.String(),
  params: Type.Record(Type.String(), Type.Unknown()),
  created_seconds_ago: Age,
})

const SampleTechniqueRun = Type.Object({
  run_id: RunId,
  workspace_id: WorkspaceId,
  project_id: ProjectId,
  technique_id: TechniqueId,
  inputs: Type.Record(Type.String(), Type.String()),
  created_seconds_ago: Age,
})

/** A folder of projects, or one of the library. */
const FolderFixture = Type.Object({
  folder_id: Type.String({ pattern: '^\\S+$' }),
  workspace_id: WorkspaceId,
  name: Type.String({ minLength: 1 }),
  created_seconds_ago: Age,
})
export type FolderFixture = Static<typeof FolderFixture>

export const WorldFixture = Type.Object({
  webhook_secret: Type.String({ pattern: '^whsec_\\S+$' }),
  keys: Type.Array(Key, { minItems: 1 }),
  workspaces: Type.Array(
    Type.Object({
      workspace_id: WorkspaceId,
      name: Type.String({ minLength: 1 }),
      balance_usd: Type.Number({ minimum: 0, maximum: 1_000_000 }),
      created_seconds_ago: Age,
    }),
    { minItems: 1 },
  ),
  projects: Type.Array(
    Type.Object({
      project_id: ProjectId,
      workspace_id: WorkspaceId,
      name: Type.String({ minLength: 1 }),
      origin: Type.Union([Type.String(), Type.Null()]),
      created_seconds_ago: Age,
    }),
  ),
  folders: Type.Optional(Type.Array(FolderFixture)),
  library_folders: Type.Optional(Type.Array(FolderFixture)),
  runs: Type.Array(SampleRun),
  technique_runs: Type.Optional(Type.Array(SampleTechniqueRun)),
  action_nodes: Type.Optional(
    Type.Array(
      Type.Object({
        node_id: Type.String({ pattern: '^\\S+$' }),
        project_id: ProjectId,
        action_id: Type.String(),
        params: Type.Record(Type.String(), Type.Unknown()),
      }),
      { maxItems: 1000, description: 'Actions on canvases.' },
    ),
  ),
  assets: Type.Optional(
    Type.Array(
      Type.Object({
        asset_id: AssetId,
        workspace_id: WorkspaceId,
        project_id: Type.Union([ProjectId, Type.Null()]),
        file_name: Type.String({ minLength: 1 }),
        description: Type.Union([Type.String(), Type.Null()]),
        status: Type.Optional(
          Type.Enum(['ready', 'uploaded', 'failed'], {
            type: 'string',
            description: '`ready` when absent. `uploaded` is ready to be completed, `failed` to be retried.',
          }),
        ),
        created_seconds_ago: Age,
      }),
    ),
  ),
})
export type WorldFixture = Static<typeof WorldFixture>

/** In the order in which they are listed. */
export const ActionsFixture = Type.Array(
  Type.Object({
    ...actionMembers,
    /** Ids by which older SDKs know it. */
    legacy_action_ids: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
    /** FLORA publishes none; 9 when absent. */
    estimated_seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 3600 })),
  }),
  { minItems: 1 },
)
export type ActionsFixture = Static<typeof ActionsFixture>

/** In catalogue order: the first model of a type is what a request without `model` gets. */
export const ModelsFixture = Type.Array(ref(Model), { minItems: 1 })
export type ModelsFixture = Static<typeof ModelsFixture>

/** In the order in which they are listed. */
export const GatewayModelsFixture = Type.Array(
  Type.Object({
    ...gatewayModelMembers,
    /** Price of a run, which the API does not show. 1,000 credits are one US dollar. */
    estimated_credits: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  }),
)
export type GatewayModelsFixture = Static<typeof GatewayModelsFixture>

const FixtureTechnique = Type.Object({
  ...techniqueMembers,
  run_cost: Type.Number({ minimum: 0, maximum: 1_000_000 }),
  outputs: Type.Array(Type.Object(ioMembers), { minItems: 1 }),
  /** Expected duration of a run in production. */
  estimated_seconds: Type.Integer({ minimum: 0, maximum: 86_400 }),
  /** Number of equal steps of the progress. */
  steps: Type.Integer({ minimum: 1, maximum: 100 }),
})
export type FixtureTechnique = Static<typeof FixtureTechnique>

export const TechniquesFixture = Type.Array(FixtureTechnique)
export type TechniquesFixture = Static<typeof TechniquesFixture>
