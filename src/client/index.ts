/** The client of the control API, for an emulator in this process or another. Imports nothing of the server. */
export { connectEmulator, type EmulatorConnection } from './connect.ts'
export { ControlError } from './control-client.ts'
export type { InboxHandle, WebhooksHandle } from './webhook-handles.ts'
export type {
  EndedRun,
  RequestFilter,
  RequestsHandle,
  RulesHandle,
  WorldClockHandle,
  WorldHandle,
} from './world-handle.ts'
