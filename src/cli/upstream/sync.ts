import { floraApiKey } from '../../config/config.ts'
import { loadFixtures } from '../../server/fixtures.ts'
import { summarize } from '../../upstream/sync/summary.ts'
import { sync as synchronize } from '../../upstream/sync/sync.ts'
import { checkKey, parseBase } from '../../upstream/target.ts'
import { interruptible } from '../interruptible.ts'
import { progressLine } from '../progress.ts'
import type { SyncOptions } from './commands.ts'

/**
 * `flora-emulator sync`: writes models, techniques, actions, workspaces and projects of an account as fixtures.
 *
 * @throws {StartError} exit code 2 for wrong usage, 1 when the server fails, 4 when the folder cannot be used
 */
export async function sync({ from, out: folder }: SyncOptions): Promise<void> {
  const base = parseBase('--from', from)
  const key = checkKey(floraApiKey())
  const progress = progressLine()
  progress.say(`Reading ${base.href} with GET requests only: nothing there is changed, and nothing is spent.`)
  await interruptible(async (stopping) => {
    const options = { base, key, stopping, folder, progress, check: loadFixtures }
    const result = await synchronize(options).finally(progress.end)
    process.stdout.write(summarize(result, folder))
  })
}
