/** Client of the control API, exported as `flora-emulator/client`. Imports nothing of the server. */
export type { WorldClockHandle } from './clock-handle.ts'
export { connectEmulator, type EmulatorConnection } from './connect.ts'
export { ControlError } from './control-client.ts'
export type { RequestFilter, RequestsHandle } from './requests-handle.ts'
export type { RulesHandle } from './rules-handle.ts'
export type { InboxHandle, WebhooksHandle } from './webhook-handles.ts'
export type { EndedRun, WorldHandle } from './world-handle.ts'
