import { type Static, Type } from 'typebox'
import { component, MediaType, ref } from '../common.ts'

const Param = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'Key in the `params` of a generation.' }),
    kind: Type.Enum(['text', 'enum', 'int', 'seed', 'bool', 'media'], {
      type: 'string',
      description: '`media` takes URLs. The media that are sent decide how the model runs.',
    }),
    required: Type.Optional(Type.Boolean()),
    default: Type.Optional(
      Type.Union([Type.String(), Type.Number(), Type.Boolean()], { description: 'Used when it is absent.' }),
    ),
    options: Type.Optional(
      Type.Array(Type.Object({ value: Type.String(), label: Type.Optional(Type.String()) }), {
        description: 'Values of an `enum`.',
      }),
    ),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    step: Type.Optional(Type.Number()),
    max_length: Type.Optional(Type.Number({ description: 'Characters of a `text`.' })),
    media: Type.Optional(
      Type.Enum(['image', 'video', 'audio'], { type: 'string', description: 'What the URLs lead to.' }),
    ),
    min_count: Type.Optional(Type.Number()),
    max_count: Type.Optional(Type.Number({ description: 'More than 1 makes the parameter a list.' })),
    label: Type.Optional(Type.String()),
    description: Type.Optional(Type.String()),
  },
  { description: 'A parameter that the model takes.' },
)

export const gatewayModelMembers = {
  model_id: Type.String({
    pattern: '^[^\\s/]+/[^\\s/]+$',
    description: 'Canonical id, `org/model`: the `model` of `POST /gateway/generate`.',
    examples: ['google/nano-banana-2'],
  }),
  name: Type.String(),
  type: MediaType,
  estimated_seconds: Type.Number({ minimum: 0, examples: [40] }),
  params: Type.Array(Param),
}

export const GatewayModel = component(
  'GatewayModel',
  'next',
  Type.Object(gatewayModelMembers, { description: "A model of FLORA's own gateway." }),
)
export type GatewayModel = Static<typeof GatewayModel>

export const GatewayModelList = component(
  'GatewayModelList',
  'next',
  Type.Object({ models: Type.Array(ref(GatewayModel)) }),
)
export type GatewayModelList = Static<typeof GatewayModelList>
