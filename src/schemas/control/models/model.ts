import { type Static, Type } from 'typebox'
import { Model } from '../../models/model.ts'

export const ModelRecordList = Type.Object({
  models: Type.Array(Type.Object(Model.properties), {
    description: 'As in `GET /models` of the emulated API.',
  }),
})
export type ModelRecordList = Static<typeof ModelRecordList>
