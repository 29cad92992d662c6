import { type Static, Type } from 'typebox'
import { UsdAmount } from '../../common.ts'
import { gatewayModelMembers } from '../../models/gateway-model.ts'

export const GatewayModelRecordList = Type.Object({
  models: Type.Array(
    Type.Object({ ...gatewayModelMembers, quote_usd: UsdAmount('Price of a run, in US dollars.') }),
    { description: 'As in `GET /gateway/models` of the emulated API, with prices.' },
  ),
})
export type GatewayModelRecordList = Static<typeof GatewayModelRecordList>
