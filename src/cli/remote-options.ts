/** Where the commands look that speak to a running emulator, unless they are told. */
export const DEFAULT_EMULATOR = 'http://127.0.0.1:4620'

/** Which world of which running emulator a command is about. */
export interface RemoteOptions {
  readonly emulator?: string
  readonly world: string
  readonly controlToken?: string
}

/** How a run can end, and what is announced then. */
export const ENDS: ReadonlyMap<string, 'completed' | 'failed'> = new Map([
  ['run.completed', 'completed'],
  ['run.failed', 'failed'],
])

export interface TriggerOptions extends RemoteOptions {
  readonly run: string
  readonly url?: string
}

export interface ListenOptions extends RemoteOptions {
  readonly forwardTo?: string
}
