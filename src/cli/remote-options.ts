/** Default of `--emulator`, when FLORA_EMULATOR_URL is not set either. */
export const DEFAULT_EMULATOR = 'http://127.0.0.1:4620'

/** Options that name a world of a running emulator. */
export interface RemoteOptions {
  readonly emulator?: string
  readonly world: string
  readonly controlToken?: string
}

/** Events of webhooks, and the status of the run that each announces. */
export const ENDS: ReadonlyMap<string, 'completed' | 'failed'> = new Map([
  ['run.completed', 'completed'],
  ['run.failed', 'failed'],
])

export interface TriggerOptions extends RemoteOptions {
  readonly run?: string
  readonly url?: string
}

export interface ListenOptions extends RemoteOptions {
  readonly forwardTo?: string
}
