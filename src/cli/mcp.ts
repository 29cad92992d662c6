import { serveStdio } from '../agents/stdio.ts'
import type { Target } from '../agents/tool.ts'
import { emulatorUrl } from '../client/connect.ts'
import { controlClient } from '../client/control-client.ts'
import { flagOf, type RawOptions } from '../config/config.ts'
import { type OptionName, OPTIONS } from '../config/options.ts'
import { StartError } from '../kernel/errors.ts'
import { launch } from './configuration/launch.ts'
import type { LaunchOptions } from './configuration/launch-options.ts'
import { clientOf } from './remote.ts'
import { stopSignal } from './stop-signal.ts'

export interface McpOptions extends LaunchOptions {
  /** URL of a running emulator. */
  readonly emulator?: string
}

/**
 * `flora-emulator mcp`: an MCP server on standard input and output. It acts on a running emulator, or on one of its own,
 * which ends with it.
 *
 * @throws {StartError} exit code 2 for a wrong option, 3 or 4 when the emulator cannot start
 */
export async function mcp({ emulator: given, ...options }: McpOptions): Promise<void> {
  const stopping = stopSignal()
  const address = given ?? emulatorUrl()
  if (address === undefined) await serveOwn(options, stopping)
  else await serveStdio(targetAt(address, options), stopping)
}

function targetAt(address: string, { controlToken, ...others }: RawOptions): Target {
  const stray = (Object.keys(OPTIONS) as OptionName[]).find((name) => name in others)
  if (stray !== undefined) {
    throw new StartError(
      2,
      `the emulator at ${address} runs already; remove ${flagOf(stray)}, or --emulator.`,
    )
  }
  const client = clientOf(address, typeof controlToken === 'string' ? controlToken : null)
  return { client, url: new URL(client.url).origin }
}

async function serveOwn(options: LaunchOptions, stopping: AbortSignal): Promise<void> {
  const { config, emulator } = await launch(options, { port: 0, logLevel: 'warn' })
  try {
    // Standard output belongs to the protocol.
    process.stderr.write(`flora-emulator listening on ${emulator.url}\n`)
    const { url, fetch } = emulator
    const client = controlClient({ url, fetch, controlToken: config.controlToken })
    await serveStdio({ client, url }, stopping)
  } finally {
    await emulator.close()
  }
}
