import type { RuleBody } from '../schemas/control/rules/rule.ts'
import type { WorldConfigBody } from '../schemas/control/worlds/world.ts'
import type { EmulatorOptions } from './emulator-options.ts'
import type { Emulator } from './emulator.ts'

/** The running emulator, as the `setup` hook of a configuration file receives it. */
export type SetupEmulator = Pick<Emulator, 'url' | 'baseUrl' | 'apiKey' | 'webhookSecret' | 'fetch' | 'world'>

/** A world in a configuration file: its settings, as in {@link WorldHandle.configure}, and its rules. */
export interface WorldConfiguration extends WorldConfigBody {
  /**
   * Rules of the world. With a database they replace those that it has.
   *
   * @default unchanged
   */
  readonly rules?: readonly RuleBody[]
}

/** A configuration file: the options of `flora-emulator start`, in camelCase, and the state to start with. */
export interface EmulatorConfig extends Omit<
  EmulatorOptions,
  'port' | 'logLevel' | 'checks' | 'ignoreCheck'
> {
  /**
   * Port to listen on, from 0 to 65535; 0 picks a free port.
   *
   * @default 4620; a free port for `flora-emulator exec`
   */
  readonly port?: number
  /**
   * Level of the log on standard error.
   *
   * @default 'info'; 'warn' for `flora-emulator exec`
   */
  readonly logLevel?: NonNullable<EmulatorOptions['logLevel']>
  /**
   * File that receives the URL, the API key and the process id when the emulator is ready.
   *
   * @default none
   */
  readonly readyFile?: string
  /**
   * Worlds to create or configure at the start, by name.
   *
   * @default none
   */
  readonly worlds?: Readonly<Record<string, WorldConfiguration>>
  /**
   * Rules of the world `default`. With a database they replace those that it has.
   *
   * @default unchanged
   */
  readonly rules?: readonly RuleBody[]
  /**
   * Called once before the emulator is ready, unless `db` has a world already. It has 30 seconds.
   *
   * @default nothing
   */
  readonly setup?: (emulator: SetupEmulator) => void | Promise<void>
}

/**
 * Types a configuration file, `flora-emulator.config.ts` or `.js`, in an editor. Returns its argument.
 *
 * @example Start each emulator of a project in the same way.
 * ```ts
 * import { defineConfig } from 'flora-emulator'
 *
 * export default defineConfig({
 *   clock: 'manual',
 *   seed: 'ci',
 *   setup: async (emulator) => {
 *     await emulator.world('checkout').workspaces.setBalance('ws_abc123', 5)
 *   },
 * })
 * ```
 */
export const defineConfig = (config: EmulatorConfig): EmulatorConfig => config
