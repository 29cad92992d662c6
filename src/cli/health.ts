import { existsSync, readFileSync } from 'node:fs'
import { emulatorUrl } from '../client/connect.ts'
import { StartError, reasonOf } from '../kernel/errors.ts'
import { originOf } from '../kernel/net/origin.ts'
import { CONTROL_PREFIX } from '../kernel/paths.ts'
import { launchConfig, type LaunchOptions } from './configuration/launch-options.ts'
import { readConfiguration } from './configuration/launch.ts'
import { httpUrl } from './remote.ts'

/** A server that takes longer is not healthy. */
const ANSWER_MS_MAX = 5_000

export interface HealthOptions extends Pick<LaunchOptions, 'config' | 'readyFile'> {
  readonly url?: string
}

/**
 * `flora-emulator health`: prints the state of a running emulator and ends with exit code 0 when it is ready.
 *
 * @throws {StartError} exit code 1 when it is not; 2 or 4 when options or configuration are wrong
 */
export async function health(options: HealthOptions): Promise<void> {
  const url = await addressOf(options)
  const answer = await ask(new URL(`${CONTROL_PREFIX}/health`, url).href)
  if (answer.status !== 'ok') throw new StartError(1, `${url}: ${answer.reason ?? answer.status}`)
  process.stdout.write(`flora-emulator ${answer.version} at ${url} is ready\n`)
}

/** The address of the emulator: `--url`, `FLORA_EMULATOR_URL`, the ready file, else host and port of the configuration. */
async function addressOf({ url, ...options }: HealthOptions): Promise<string> {
  const given = url ?? emulatorUrl()
  if (given !== undefined) return new URL(httpUrl('--url', given)).origin
  const { config } = await readConfiguration(options, launchConfig(options).config)
  if (config.readyFile !== null) return readReadyFile(config.readyFile)
  if (config.port !== 0) return originOf(config)
  throw new StartError(2, 'the port is 0, any free one; name the emulator with --url or --ready-file')
}

function readReadyFile(file: string): string {
  if (!existsSync(file)) throw new StartError(1, `--ready-file ${file}: missing, so no emulator is ready`)
  try {
    const ready: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const url = typeof ready === 'object' && ready !== null && 'url' in ready ? String(ready.url) : ''
    return httpUrl(`${file}: url`, url)
  } catch (error) {
    throw new StartError(1, `--ready-file ${file}: ${reasonOf(error)}; start the emulator again`)
  }
}

interface Health {
  readonly status: string
  readonly version?: string
  readonly reason?: string
}

async function ask(url: string): Promise<Health> {
  const { origin } = new URL(url)
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    const body: unknown = await answer.json()
    if (typeof body === 'object' && body !== null && 'status' in body && 'version' in body)
      return body as Health
  } catch (error) {
    const reason =
      error instanceof Error && error.name === 'TimeoutError' ? ` within ${ANSWER_MS_MAX / 1000} s` : ''
    throw new StartError(1, `no emulator answers at ${origin}${reason}`, { cause: error })
  }
  throw new StartError(1, `no emulator answers at ${origin}: something else does`)
}
