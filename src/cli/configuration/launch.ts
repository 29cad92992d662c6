import { type Config, createConfig, type RawOptions } from '../../config/config.ts'
import type { OptionValues } from '../../config/options.ts'
import { type Seed, type ServedEmulator, serve } from '../../server/emulator.ts'
import type { WorldAnswer } from '../../schemas/control/worlds/world.ts'
import { applyRules, applyWorlds, runSetup } from './apply-config.ts'
import { findConfig } from './find-config.ts'
import type { ConfigFile } from './load-config.ts'
import { launchConfig, type LaunchOptions } from './launch-options.ts'

/** What an emulator is to be started with. */
export interface LaunchPlan {
  readonly config: Config
  /** Null without a configuration file. */
  readonly file: ConfigFile | null
  /** Null without a state to start with. */
  readonly seed: Seed | null
}

/** A started emulator. */
export interface Launch extends Omit<LaunchPlan, 'seed'> {
  readonly emulator: ServedEmulator
}

/**
 * Starts an emulator with the options, the environment and the configuration file, and makes its first state.
 *
 * @param fallbacks defaults of the command
 * @throws {StartError} exit code 2, 3 or 4
 */
export async function launch(options: LaunchOptions, fallbacks: Partial<OptionValues> = {}): Promise<Launch> {
  const { config, file, seed } = await readLaunch(options, fallbacks)
  return { config, file, emulator: await serve(config, { seed }) }
}

/**
 * Reads and checks all files, before anything starts.
 *
 * @throws {StartError} exit code 2 or 4
 */
export async function readLaunch(
  options: LaunchOptions,
  fallbacks: Partial<OptionValues>,
): Promise<LaunchPlan> {
  const launched = launchConfig(options)
  const { config, file } = await readConfiguration(options, launched.config, fallbacks)
  // Imported on use, because most starts have no file.
  const initFile = launched.init === null ? null : await import('./init-file.ts')
  const init = initFile?.loadInit(launched.init ?? '') ?? null
  if (file === null && init === null) return { config, file, seed: null }
  const seed = async (started: ServedEmulator): Promise<void> => {
    if (file !== null) await applyWorlds(started, file)
    // A database keeps what an earlier start has made.
    if (started.isNew && file !== null) await runSetup(started, file)
    if (started.isNew && init !== null) await initFile?.runInit(init, started, config.controlToken)
    if (started.isNew && (init !== null || file?.setup !== undefined)) await clearJournals(started)
    // Last, so that they change requests of clients only.
    if (file !== null) await applyRules(started, file)
  }
  return { config, file, seed }
}

/**
 * Finds and reads the configuration file, and merges it with options and environment.
 *
 * @param named `--config`; null to search
 * @throws {StartError} exit code 2 or 4
 */
export async function readConfiguration(
  options: RawOptions,
  named: string | null,
  fallbacks: Partial<OptionValues> = {},
): Promise<{ readonly config: Config; readonly file: ConfigFile | null }> {
  const path = findConfig(named, process.cwd())
  // Imported on use, because most starts have no file.
  const file = path === null ? null : await (await import('./load-config.ts')).loadConfig(path)
  const config = createConfig(options, undefined, { file: file?.options ?? null, fallbacks })
  return { config, file }
}

/** The journal is for the requests of clients. */
async function clearJournals({ control }: ServedEmulator): Promise<void> {
  const { worlds } = await control.call<{ readonly worlds: readonly WorldAnswer[] }>('GET', '/worlds')
  for (const { name } of worlds) await control.call('DELETE', `/worlds/${name}/requests`)
}
