import type FLORA from '@flora-ai/flora'
import { all, least, type MethodTable } from '../../support/sdk/methods.ts'

const PLACE = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }
const IMAGE = { type: 'image', url: 'https://example.com/mug.png' } as const
const LEAST = { ...PLACE, action_id: 'rotate-image-browser', inputs: [IMAGE] } as const

/** The parameters of one action, from the union of those of all actions. */
type RotateImage = Extract<FLORA.ActionRunParams, { action_id: 'rotate-image-browser' }>

/** Actions without a canvas. */
export const actionMethods: MethodTable = {
  'actions.list': {
    least: (client) => client.actions.list(),
    all: (client) => client.actions.list(),
  },
  'actions.retrieve': {
    least: (client) => client.actions.retrieve('color-grade-video'),
    all: (client) => client.actions.retrieve('rotate-image-browser'),
  },
  'actions.run': {
    least: (client) => client.actions.run(least<RotateImage>({ ...LEAST, inputs: [IMAGE] })),
    all: (client) =>
      client.actions.run(
        all<RotateImage>({
          ...LEAST,
          inputs: [{ ...IMAGE, name: 'image' }],
          params: { angle: 90, canvas_mode: 'expand' },
        }),
      ),
  },
}
