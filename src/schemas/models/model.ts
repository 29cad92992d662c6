import { type Static, Type } from 'typebox'
import { component, MediaType, ref } from '../common.ts'

const Option = Type.Object({
  label: Type.String(),
  value: Type.String(),
  description: Type.Optional(Type.String()),
})

const Param = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'Key in the `params` of a generation.' }),
    type: Type.Enum(['string', 'string[]', 'bool', 'int', 'int?', 'seed', 'float', 'dict'], {
      type: 'string',
    }),
    required: Type.Boolean(),
    default: Type.Optional(Type.Unknown()),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    label: Type.Optional(Type.String()),
    description: Type.Optional(Type.String()),
    options: Type.Optional(Type.Array(Option)),
    properties: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Object({ min: Type.Number(), max: Type.Number(), default: Type.Number() }),
      ),
    ),
  },
  { description: 'A parameter that the model takes.' },
)

export const Model = component(
  'Model',
  'sdk',
  Type.Object(
    {
      model_id: Type.String({ minLength: 1, examples: ['t2i-flux-2-pro'] }),
      name: Type.String(),
      type: MediaType,
      provider: Type.String(),
      capabilities: Type.Array(Type.String()),
      estimated_credits: Type.Integer({ minimum: 0, description: '1,000 credits are one US dollar.' }),
      estimated_seconds: Type.Integer({ minimum: 0 }),
      params: Type.Array(Param),
      beta: Type.Optional(Type.Boolean()),
    },
    { description: 'A model that generations can use.' },
  ),
)
export type Model = Static<typeof Model>

export const ModelList = component('ModelList', 'sdk', Type.Object({ models: Type.Array(ref(Model)) }))
export type ModelList = Static<typeof ModelList>

export const ModelQuery = Type.Object({ type: Type.Optional(MediaType) })
