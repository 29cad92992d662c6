import type { MethodTable } from '../../support/sdk/methods.ts'
import { actionMethods } from './actions.ts'
import { assetMethods } from './assets.ts'
import { canvasMethods } from './canvas.ts'
import { generationMethods } from './generations.ts'
import { techniqueMethods } from './techniques.ts'
import { workspaceMethods } from './workspaces.ts'

/** Every method of SDK 0.11. `every-method.test.ts` compares it with the SDK. */
export const methods: MethodTable = {
  ...generationMethods,
  ...techniqueMethods,
  ...actionMethods,
  ...assetMethods,
  ...canvasMethods,
  ...workspaceMethods,
}
