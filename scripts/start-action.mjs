// Starts the emulator that action.yml has installed, and hands its address and key to the steps that follow.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const READY_MS_MAX = 60_000
const POLL_MS = 50

const folder = join(variable('RUNNER_TEMP'), 'flora-emulator')
const readyFile = join(folder, 'ready.json')
const logFile = join(folder, 'emulator.log')
rmSync(readyFile, { force: true })

const log = openSync(logFile, 'a')
const command = join(folder, 'node_modules', 'flora-emulator', 'dist', 'main.js')
const emulator = spawn(
  process.execPath,
  [command, 'start', '--port', process.env['FLORA_EMULATOR_PORT'] ?? '0', '--ready-file', readyFile],
  { detached: true, stdio: ['ignore', log, log], windowsHide: true },
)
const ended = once(emulator, 'exit').then(() => 'ended')

/** Resolves when the emulator listens. Throws when it has ended, or takes too long. */
async function ready() {
  for (let waited = 0; waited < READY_MS_MAX; waited += POLL_MS) {
    if (existsSync(readyFile)) return
    if ((await Promise.race([ended, pause(POLL_MS)])) === 'ended') break
  }
  if (existsSync(readyFile)) return
  process.stderr.write(readFileSync(logFile, 'utf8'))
  throw new Error('flora-emulator did not start. Its log is above.')
}

await ready()
/** @type {unknown} */
const written = JSON.parse(readFileSync(readyFile, 'utf8'))
const { url, base_url, api_key, webhook_secret } =
  /** @type {{ url: string, base_url: string, api_key: string, webhook_secret: string }} */ (written)

appendLines(variable('GITHUB_OUTPUT'), { url, 'base-url': base_url, key: api_key })
appendLines(variable('GITHUB_ENV'), {
  FLORA_BASE_URL: base_url,
  FLORA_API_KEY: api_key,
  FLORA_WEBHOOK_SECRET: webhook_secret,
  FLORA_EMULATOR_URL: url,
})
process.stdout.write(`flora-emulator listens on ${url}, log in ${logFile}\n`)
// The emulator serves the steps that follow. The runner ends it with the job.
emulator.unref()

/** @param {string} name */
function variable(name) {
  const value = process.env[name] ?? ''
  if (value === '') throw new Error(`${name} is not set. This script is a step of action.yml.`)
  return value
}

/**
 * @param {string} file
 * @param {Record<string, string>} values
 */
function appendLines(file, values) {
  appendFileSync(
    file,
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )
}
