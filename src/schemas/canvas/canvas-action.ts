import { type Static, Type } from 'typebox'
import { ActionName, RequestedActionId } from '../actions/action.ts'
import { canvasMembers } from './canvas.ts'
import { component, ref } from '../common.ts'

export const ActionNodeRequest = component(
  'ActionNodeRequest',
  'sdk',
  Type.Object(
    {
      action_id: ActionName,
      params: Type.Optional(
        Type.Record(Type.String(), Type.Unknown(), {
          description: 'As `GET /actions` describes them. Unknown ones are kept.',
        }),
      ),
    },
    {
      description: 'An action to add to a canvas.',
      examples: [{ action_id: 'split-text-browser', params: { split_mode: 'separator', separator: ',' } }],
    },
  ),
)
export type ActionNodeRequest = Static<typeof ActionNodeRequest>

export const ActionNode = component(
  'ActionNode',
  'sdk',
  Type.Object(
    { ...canvasMembers, node_id: Type.String(), action_id: ref(RequestedActionId) },
    { description: 'A node that was added.' },
  ),
)
export type ActionNode = Static<typeof ActionNode>

export const AttachedAsset = component(
  'AttachedAsset',
  'sdk',
  Type.Object(
    { ...canvasMembers, asset_id: Type.String(), node_id: Type.String() },
    { description: 'An asset that is on a canvas now.' },
  ),
)
export type AttachedAsset = Static<typeof AttachedAsset>
