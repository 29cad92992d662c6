import { type Static, Type } from 'typebox'
import { component, MediaType, ProjectId, ref, UsdAmount, WorkspaceId } from '../common.ts'

/** The ids of the actions, as SDK 0.10 and later know them. */
const ACTION_IDS = [
  'color-grade-image-browser',
  'overlay-image-browser',
  'draw-image-browser',
  'crop-image-browser',
  'scene-3d-image-browser',
  'blur-image-browser',
  'change-image-ar-browser',
  'rotate-image-browser',
  'color-filter-image-browser',
  'color-tint-image-browser',
  'filter-color-image-browser',
  'duplicate-image-browser',
  'side-by-side-composite-browser',
  'add-shape-to-image-browser',
  'add-text-to-image-browser',
  'qr-code-generator-browser',
  'resize-image-browser',
  'shader-effect-browser',
  'split-text-browser',
  'find-and-replace-text-browser',
  'concat-text-browser',
  'ken-burns-video',
  'stitch-videos',
  'split-video',
  'extract-video-frames',
  'color-grade-video',
  'video-to-frame-grid',
  'boomerang-video',
  'reverse-video',
  'video-to-long-exposure',
  'video-effect',
  'color-filter-video',
  'speed-up-video',
  'slow-down-video',
  'duplicate-video',
  'greenscreen-video',
  'resize-video',
  'change-video-ar',
  'split-audio-from-video',
  'merge-audio-into-video',
] as const

/** The ids of SDK 0.7 that SDK 0.10 renamed or left out. */
const LEGACY_ACTION_IDS = [
  'split-text',
  'find-and-replace-text',
  'concat-text',
  'color-grade-image',
  'change-image-ar',
  'rotate-image',
  'flip-image',
  'color-filter-image',
  'color-tint-image',
  'filter-color-image',
  'blur-image',
  'duplicate-image',
  'side-by-side-composite',
  'add-shape-to-image',
  'generate-shape-image',
  'add-text-to-image',
  'generate-text-image',
  'qr-code-generator',
] as const

export const ActionId = component(
  'ActionId',
  'sdk',
  Type.Enum([...ACTION_IDS], {
    type: 'string',
    description: 'Identifies an action.',
    examples: ['rotate-image-browser'],
  }),
)
export type ActionId = Static<typeof ActionId>

/** Typed as the ids of current SDKs, because only a client that sends an older id receives one. */
export const RequestedActionId = component(
  'RequestedActionId',
  'sdk',
  Type.Unsafe<ActionId>(
    Type.Enum([...ACTION_IDS, ...LEGACY_ACTION_IDS], {
      type: 'string',
      description: 'The id that was asked for: of this version, or of SDK 0.7.',
      examples: ['rotate-image-browser'],
    }),
  ),
)

/** The id of an action in a request: any text, so that ids of older SDKs work, and unknown ones get the list of actions. */
export const ActionName = Type.Unsafe<string>({
  anyOf: [ref(ActionId), Type.String({ description: 'An id that an older SDK has for an action.' })],
  description: 'From `GET /actions`, or the id that an older SDK has for the action.',
})

const Count = Type.Optional(Type.Integer({ minimum: 0 }))

const Slot = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    type: MediaType,
    dynamic: Type.Optional(Type.Boolean({ description: 'Old name of `multiple`.' })),
    multiple: Type.Optional(
      Type.Union([Type.Literal(true), Type.Object({ min: Count, max: Count })], {
        description: 'Takes or gives several; true for any number of them.',
      }),
    ),
    optional: Type.Optional(Type.Boolean({ description: 'May be left out.' })),
  },
  { description: 'Something that an action takes or gives.' },
)

const Param = Type.Object(
  {
    key: Type.String({ minLength: 1, description: 'Key in the `params` of a run.' }),
    type: Type.Enum(['select', 'number', 'boolean', 'color', 'text', 'point2d', 'point3d', 'interval'], {
      type: 'string',
      description: 'Control that sets the parameter, which decides the type of its values.',
    }),
    label: Type.Optional(Type.String()),
    info_tooltip: Type.Optional(Type.String()),
    default_value: Type.Optional(Type.Unknown()),
    available_values: Type.Optional(
      Type.Array(
        Type.Object({
          value: Type.String(),
          label: Type.String(),
          description: Type.Optional(Type.String()),
        }),
      ),
    ),
    min_number_value: Type.Optional(Type.Number()),
    max_number_value: Type.Optional(Type.Number()),
    number_step: Type.Optional(Type.Number()),
  },
  { description: 'A parameter that an action takes; none is required.' },
)

/** Shared with the fixtures, which know more about an action than is answered. */
export const actionMembers = {
  action_id: ref(ActionId),
  name: Type.String({ minLength: 1, examples: ['Rotate Image'] }),
  description: Type.String(),
  language: Type.Enum(['javascript', 'python'], {
    type: 'string',
    description: 'Programming language of the action.',
  }),
  charged_cost: UsdAmount('Cost of a run, in US dollars.'),
  inputs: Type.Array(Slot),
  outputs: Type.Array(Slot, { minItems: 1 }),
  params: Type.Array(Param),
}

export const Action = component(
  'Action',
  'sdk',
  Type.Object(actionMembers, { description: 'A prebuilt edit of media or text.' }),
)
export type Action = Static<typeof Action>

export const ActionList = component('ActionList', 'sdk', Type.Object({ actions: Type.Array(ref(Action)) }))
export type ActionList = Static<typeof ActionList>

const Input = Type.Object({
  type: MediaType,
  url: Type.Optional(
    Type.String({ format: 'uri', description: 'The file; required for image, video and audio.' }),
  ),
  text: Type.Optional(Type.String({ description: 'The text itself; required for text.' })),
  name: Type.Optional(Type.String({ description: 'Heads the text in `concat-text-browser`.' })),
})

export const ActionRunRequest = component(
  'ActionRunRequest',
  'sdk',
  Type.Object(
    {
      action_id: ActionName,
      workspace_id: WorkspaceId,
      project_id: ProjectId,
      inputs: Type.Array(Input, { minItems: 1, description: 'Values of the input slots of the action.' }),
      params: Type.Optional(
        Type.Record(Type.String(), Type.Unknown(), {
          description: 'Parameters of the action, validated against its definition.',
        }),
      ),
    },
    {
      examples: [
        {
          action_id: 'split-text-browser',
          workspace_id: 'ws_abc123',
          project_id: 'prj_abc123',
          inputs: [{ type: 'text', text: 'red, green, blue' }],
          params: { split_mode: 'separator', separator: ',' },
        },
      ],
    },
  ),
)
export type ActionRunRequest = Static<typeof ActionRunRequest>
