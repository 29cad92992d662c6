import { type Static, Type } from 'typebox'
import {
  component,
  Meta,
  PageQuery,
  ProjectId,
  ref,
  RunId,
  RunStatus,
  TechniqueId,
  WorkspaceId,
} from '../common.ts'
import { RunOutput, runMembers } from '../runs/run.ts'

/** Today's spellings, and those of earlier documentation. */
export const InputType = Type.Enum(
  [
    'text',
    'imageUrl',
    'videoUrl',
    'audioUrl',
    'documentUrl',
    'image_url',
    'video_url',
    'audio_url',
    'document_url',
    'TEXT',
    'IMAGE_URL',
    'VIDEO_URL',
    'AUDIO_URL',
    'DOCUMENT_URL',
  ],
  { type: 'string', description: 'The type of the input in the definition, in any of these spellings.' },
)
export type InputType = Static<typeof InputType>

export const TechniqueRunRequest = component(
  'TechniqueRunRequest',
  'sdk',
  Type.Object(
    {
      inputs: Type.Array(
        Type.Object({
          id: Type.String({ description: 'Of an input of the technique.' }),
          type: InputType,
          value: Type.String({ description: 'A URL or a text, by type; or the id of an element.' }),
        }),
        { minItems: 1 },
      ),
      mode: Type.Enum(['async', 'stream'], {
        type: 'string',
        description: 'Both answer at once, with a run to poll.',
      }),
      callback_url: Type.Optional(
        Type.String({
          format: 'callback-uri',
          description: 'Receiver of the webhook at the end of the run.',
        }),
      ),
      idempotency_key: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 255,
          description: 'For 24 hours, the same request under this key answers with the run that it began.',
        }),
      ),
    },
    {
      examples: [
        {
          inputs: [{ id: 'input_image', type: 'imageUrl', value: 'https://example.com/photo.png' }],
          mode: 'async',
        },
      ],
    },
  ),
)
export type TechniqueRunRequest = Static<typeof TechniqueRunRequest>

export const TopLevelTechniqueRunRequest = component(
  'TopLevelTechniqueRunRequest',
  'sdk',
  Type.Object(
    {
      technique_id: TechniqueId,
      workspace_id: WorkspaceId,
      inputs: Type.Record(Type.String(), Type.Unknown(), {
        description: 'Values by the ids of the inputs; a list where an input may be given several times.',
      }),
    },
    {
      examples: [
        {
          technique_id: 'tech_cctv-cam',
          workspace_id: 'ws_abc123',
          inputs: { input_image: 'https://example.com/photo.png' },
        },
      ],
    },
  ),
)
export type TopLevelTechniqueRunRequest = Static<typeof TopLevelTechniqueRunRequest>

/** Documentation shows one spelling and the SDK reads the other, so this one place has both. */
export const SlugRun = component(
  'SlugRun',
  {
    '*': 'sdk',
    'outputs.outputId': 'docs',
    runId: 'docs',
    createdAt: 'docs',
    startedAt: 'docs',
    completedAt: 'docs',
    errorCode: 'docs',
    errorMessage: 'docs',
    chargedCost: 'docs',
    pollUrl: 'docs',
  },
  Type.Object(
    {
      ...runMembers,
      outputs: Type.Optional(
        Type.Array(Type.Object({ ...RunOutput.properties, outputId: RunOutput.properties.output_id })),
      ),
      runId: runMembers.run_id,
      createdAt: runMembers.created_at,
      startedAt: runMembers.started_at,
      completedAt: runMembers.completed_at,
      errorCode: runMembers.error_code,
      errorMessage: runMembers.error_message,
      chargedCost: runMembers.charged_cost,
      pollUrl: runMembers.poll_url,
    },
    { description: 'A run of a technique as it is now, with every name in both spellings.' },
  ),
)
export type SlugRun = Static<typeof SlugRun>

export const TechniqueRun = component(
  'TechniqueRun',
  'sdk',
  Type.Object(
    {
      ...runMembers,
      technique_run_id: RunId,
      project_id: ProjectId,
      workspace_id: WorkspaceId,
      technique: Type.Object({ technique_id: Type.String(), name: Type.String() }),
    },
    { description: 'A run of a technique in the history, and where it belongs.' },
  ),
)
export type TechniqueRun = Static<typeof TechniqueRun>

export const TechniqueRunQuery = Type.Object({
  ...PageQuery,
  workspace_id: Type.Optional(WorkspaceId),
  project_id: Type.Optional(ProjectId),
  technique_id: Type.Optional(TechniqueId),
  status: Type.Optional(RunStatus),
})
export type TechniqueRunQuery = Static<typeof TechniqueRunQuery>

export const TechniqueRunPage = component(
  'TechniqueRunPage',
  'sdk',
  Type.Object({ technique_runs: Type.Array(ref(TechniqueRun)), meta: ref(Meta) }),
)
export type TechniqueRunPage = Static<typeof TechniqueRunPage>
