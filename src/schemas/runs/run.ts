import { type Static, Type } from 'typebox'
import { RequestedActionId } from '../actions/action.ts'
import {
  component,
  Meta,
  ProjectId,
  ref,
  RunId,
  RunStatus,
  UnixMs,
  UsdAmount,
  WorkspaceId,
} from '../common.ts'

const PollUrl = Type.String({ format: 'uri', description: 'URL to poll until the run has ended.' })

const ModelRef = Type.Object({
  model_id: Type.String({ description: 'Endpoint id of the model.', examples: ['t2i-flux-2-pro'] }),
})

/** The answer of routes that start a run. */
export const RunStart = component(
  'RunStart',
  { '*': 'sdk', node_id: 'third-party' },
  Type.Object(
    {
      run_id: RunId,
      type: Type.Enum(['generation', 'technique', 'action'], { type: 'string', description: 'Kind of run.' }),
      estimated_seconds: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
        description: "The model's own estimate; the emulator's `--duration-scale` does not change it.",
        examples: [12],
      }),
      charged_cost: UsdAmount('The quote in US dollars, reserved now and settled when the run ends.'),
      poll_url: Type.Optional(Type.Union([PollUrl, Type.Null()])),
      model: Type.Optional(Type.Union([ModelRef, Type.Null()])),
      project_id: Type.Optional(Type.Union([ProjectId, Type.Null()])),
      node_id: Type.Optional(
        Type.String({
          description: 'The node of the canvas that shows the run. Only in answers of `POST /generate`.',
        }),
      ),
      technique: Type.Optional(
        Type.Union([Type.Object({ technique_id: Type.String(), name: Type.String() }), Type.Null()]),
      ),
      action: Type.Optional(Type.Union([Type.Object({ action_id: ref(RequestedActionId) }), Type.Null()])),
    },
    {
      description: 'A run that was accepted.',
      examples: [
        {
          run_id: 'run_abc123',
          type: 'generation',
          estimated_seconds: 12,
          charged_cost: 0.04,
          poll_url: 'http://127.0.0.1:4620/api/v1/runs/run_abc123',
          model: { model_id: 't2i-flux-2-pro' },
          project_id: 'prj_abc123',
        },
      ],
    },
  ),
)
export type RunStart = Static<typeof RunStart>

export const RunOutput = component(
  'RunOutput',
  'sdk',
  Type.Object(
    {
      output_id: Type.String({ examples: ['output_1'] }),
      type: Type.Enum(['imageUrl', 'videoUrl', 'audioUrl', 'text', 'documentUrl'], { type: 'string' }),
      url: Type.String({
        minLength: 1,
        description: 'URL of the output. For `text`, the text itself.',
      }),
    },
    { description: 'One result of a completed run.' },
  ),
)
export type RunOutput = Static<typeof RunOutput>

/** The members of every answer about a run. */
export const runMembers = {
  run_id: RunId,
  status: RunStatus,
  progress: Type.Number({ minimum: 0, maximum: 100, description: 'Per cent.', examples: [0] }),
  created_at: UnixMs('When the run was accepted.'),
  started_at: Type.Optional(UnixMs('When work began.')),
  completed_at: Type.Optional(UnixMs('When the run ended, either way.')),
  error_code: Type.Optional(Type.String({ examples: ['GENERATION_PROMPT_MODERATED'] })),
  error_message: Type.Optional(Type.String({ examples: ['The prompt was rejected by moderation.'] })),
  charged_cost: Type.Optional(UsdAmount('What a completed run cost, in US dollars.')),
  outputs: Type.Optional(Type.Array(ref(RunOutput))),
  poll_url: Type.Optional(PollUrl),
}

export const Run = component(
  'Run',
  'sdk',
  Type.Object(runMembers, {
    description: 'A run as it is now. Members that do not apply yet are absent.',
  }),
)
export type Run = Static<typeof Run>

export const Generation = component(
  'Generation',
  'sdk',
  Type.Object(
    {
      ...runMembers,
      generation_id: Type.String({
        pattern: '^run_\\S+$',
        description: 'The same as `run_id`.',
        examples: ['run_abc123'],
      }),
      project_id: ProjectId,
      workspace_id: WorkspaceId,
      model: Type.Optional(Type.Object({ model_id: Type.Union([Type.String(), Type.Null()]) })),
    },
    { description: 'A generation in the history: its run and where it belongs.' },
  ),
)
export type Generation = Static<typeof Generation>

export const GenerationPage = component(
  'GenerationPage',
  'sdk',
  Type.Object({ generations: Type.Array(ref(Generation)), meta: ref(Meta) }),
)
export type GenerationPage = Static<typeof GenerationPage>
