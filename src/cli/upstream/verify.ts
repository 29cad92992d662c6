import { floraApiKey } from '../../config/config.ts'
import { type Emulator, startEmulator } from '../../server/emulator.ts'
import { monotonicNow } from '../../kernel/clock.ts'
import { checkKey, parseBase } from '../../upstream/target.ts'
import type { Ask } from '../../upstream/verify/ask.ts'
import { summarize } from '../../upstream/verify/report.ts'
import { verify as compare } from '../../upstream/verify/verify.ts'
import { interruptible } from '../interruptible.ts'
import { progressLine, seldom } from '../progress.ts'
import type { VerifyOptions } from './commands.ts'

/**
 * `flora-emulator verify`: compares a FLORA server with an emulator in this process, and writes a report. Exits with 1
 * when there is a difference.
 *
 * @throws {StartError} exit code 2 for wrong usage, 1 when the server fails, 4 when the report cannot be written
 */
export async function verify({ against, out: file }: VerifyOptions): Promise<void> {
  const base = parseBase('--against', against)
  const key = checkKey(floraApiKey())
  const progress = progressLine()
  progress.say(`Reading ${base.href} with GET requests only: nothing there is changed, and nothing is spent.`)
  progress.say('The report holds no id, text, URL or key of the account.')
  await interruptible(async (stopping) => {
    const emulator = await startEmulator({ clock: 'manual', seed: 'verify' })
    try {
      await addRows(emulator)
      const steps = seldom(progress, process.stderr.isTTY, monotonicNow)
      const options = { base, key, stopping, file, progress: steps, askEmulator: askOf(emulator) }
      const findings = await compare(options).finally(progress.end)
      process.stdout.write(`${summarize(findings)}\nwrote ${file}\n`)
      process.exitCode = findings.some(({ verdict }) => verdict === 'differs') ? 1 : 0
    } finally {
      await emulator.close()
    }
  })
}

const askOf =
  ({ fetch, baseUrl, apiKey }: Emulator): Ask =>
  async (path, headers = { authorization: `Bearer ${apiKey}` }) => {
    const response = await fetch(baseUrl + path, { headers })
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text: await response.text(),
    }
  }

/** Lists with several rows of different ages show their order. */
async function addRows(emulator: Emulator): Promise<void> {
  const { fetch, baseUrl, apiKey } = emulator
  const place = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const post = async (path: string, body: object): Promise<void> => {
    const { ok, status } = await fetch(baseUrl + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    if (!ok) throw new Error(`POST ${path} of the emulator answered ${status}`)
  }
  for (let row = 1; row <= 4; row += 1) {
    await post('/projects', { workspace_id: place.workspace_id, name: `Project ${5 - row}` })
    await post('/generate', { ...place, type: 'image', prompt: `Row ${row}` })
    await post('/techniques/brand-copy/runs', {
      ...place,
      mode: 'async',
      inputs: [{ id: 'tone', type: 'text', value: 'calm' }],
    })
    await emulator.world('default').clock.advance({ until: 'idle' })
  }
}
