import { type ControlClient, ControlError } from '../../client/control-client.ts'
import { DEFAULT_WORLD } from '../../kernel/names.ts'
import { StartError, reasonOf } from '../../kernel/errors.ts'
import type { WorldConfiguration } from '../../server/define-config.ts'
import type { ServedEmulator } from '../../server/emulator.ts'
import type { ConfigFile } from './load-config.ts'
import { within } from './time-limit.ts'

/** Time for `setup`. */
const SETUP_MS_MAX = 30_000

/**
 * Creates or configures the worlds of a configuration file.
 *
 * @throws {StartError} exit code 4, with the file and the member
 */
export async function applyWorlds(
  { control, isNew }: ServedEmulator,
  { worlds = {}, options: { file } }: ConfigFile,
): Promise<void> {
  // Created anew with the settings that hold for new worlds only.
  if (isNew && Object.hasOwn(worlds, DEFAULT_WORLD)) await control.call('DELETE', `/worlds/${DEFAULT_WORLD}`)
  for (const [name, world] of Object.entries(worlds)) {
    await blame(`${file}: worlds.${name}`, async () => applyWorld(control, name, world))
  }
}

/**
 * Adds the rules of a configuration file. Of a database they replace those that an earlier start has left.
 *
 * @throws {StartError} exit code 4, with the file and the member
 */
export async function applyRules(
  { control: { call }, isNew }: ServedEmulator,
  { worlds = {}, rules, options: { file } }: ConfigFile,
): Promise<void> {
  const lists = [
    { member: 'rules', world: DEFAULT_WORLD, rules },
    ...Object.entries(worlds).map(([world, own]) => ({
      member: `worlds.${world}.rules`,
      world,
      rules: own.rules,
    })),
  ]
  for (const { member, world, rules: added } of lists) {
    if (added === undefined) continue
    const path = `/worlds/${world}/rules`
    await blame(`${file}: ${member}`, async () => {
      if (!isNew) await call('DELETE', path)
      for (const rule of added) await call('POST', path, rule)
    })
  }
}

/**
 * Calls the `setup` hook.
 *
 * @throws {StartError} exit code 4, with the file
 */
export async function runSetup(emulator: ServedEmulator, { setup, options }: ConfigFile): Promise<void> {
  if (setup === undefined) return
  const { url, baseUrl, apiKey, webhookSecret, fetch } = emulator
  const given = { url, baseUrl, apiKey, webhookSecret, fetch, world: (name?: string) => emulator.world(name) }
  await blame(`${options.file}: setup`, async () => within(SETUP_MS_MAX, (async () => setup(given))()))
}

async function applyWorld(
  { call }: ControlClient,
  name: string,
  { rules: _rules, now, ...settings }: WorldConfiguration,
): Promise<void> {
  // A clock does not go back, so `now` holds for new worlds only.
  const start = now === undefined || (await exists({ call }, name)) ? {} : { now }
  await call('PUT', `/worlds/${name}`, { ...settings, ...start })
}

async function exists({ call }: Pick<ControlClient, 'call'>, name: string): Promise<boolean> {
  try {
    await call('GET', `/worlds/${name}`)
    return true
  } catch (error) {
    if (error instanceof ControlError && error.status === 404) return false
    throw error
  }
}

/** Names the place of a failure, in one line. */
async function blame(place: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw new StartError(4, `${place}: ${reasonOf(error).replaceAll(/\s*\n\s*/g, ' ')}`, { cause: error })
  }
}
