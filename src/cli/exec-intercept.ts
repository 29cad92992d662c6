import type { IncomingMessage } from 'node:http'
import type { Config } from '../config/config.ts'
import { EMULATED_HOSTS } from '../intercept/hosts.ts'
import { CONTROL_PREFIX } from '../kernel/paths.ts'
import type { ServedEmulator } from '../server/emulator.ts'
import type { OutputSink } from './command-output.ts'
import { runCommand } from './run-command.ts'

/** Exit code of `exec --intercept` when the command succeeded, but the emulator received nothing. */
const INTERCEPTED_NOTHING = 7

/** Lets the emulator answer requests that name FLORA's hosts. */
export const interceptingConfig = (config: Config): Config => ({
  ...config,
  allowedHost: [...config.allowedHost, ...EMULATED_HOSTS],
})

/** Runs a command whose requests for FLORA's hosts lead to the emulator. Returns the exit code of `exec`. */
export async function runIntercepted(
  { server }: ServedEmulator,
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  sink: OutputSink | null,
): Promise<number> {
  // Imported on use: the certificate library takes longer to load than the rest of exec.
  const { intercept } = await import('../intercept/index.ts')
  const { environment, refusedConnections, close } = await intercept(server, env)
  let requests = 0
  const count = ({ url = '' }: IncomingMessage): void => {
    if (!url.startsWith(CONTROL_PREFIX)) requests += 1
  }
  server.on('request', count)
  try {
    const code = await runCommand(command, { ...env, ...environment }, sink)
    return requests > 0 ? code : interceptedNothing(code, refusedConnections())
  } finally {
    server.off('request', count)
    await close()
  }
}

function interceptedNothing(code: number, refused: number): number {
  const reason =
    refused > 0
      ? 'The command refused the certificate of the emulator, so its connections failed and did not reach FLORA.'
      : 'If the command called FLORA, it reached the real service and may have spent money.'
  process.stderr.write(
    `flora-emulator: --intercept: the emulator received no request. ${reason} See docs/intercept.md for programs that ` +
      'cannot be intercepted.\n',
  )
  return code === 0 ? INTERCEPTED_NOTHING : code
}
