import { destination, pino } from 'pino'
import type { Config } from './config.ts'

const STDERR = 2

/** Creates the logger of the server on standard error; standard output has the line that scripts wait for. */
export async function createLogger({ logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>) {
  // At info Fastify would only log its address, which the start-up text has.
  const level = logLevel === 'info' ? 'warn' : logLevel
  if (logLevel === 'silent' || formatOf(logFormat) === 'json')
    return pino({ level }, unfailing(destination({ fd: STDERR, sync: true })))
  // Imported on use, because scripts do not need it. A stream instead of a transport, because a transport is a worker
  // that loads a file of its own, which the bundle does not have.
  const { default: pretty } = await import('pino-pretty')
  const stream = pretty({
    destination: STDERR,
    sync: true,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
  })
  return pino({ level }, unfailing(stream))
}

/** The format that `--log-format` sets, or the default: pretty on a terminal, else json. */
export const formatOf = (logFormat: Config['logFormat']): 'pretty' | 'json' =>
  logFormat ?? (process.stderr.isTTY ? 'pretty' : 'json')

/** Wraps a stream so that a failed write, such as on a full disk, does not fail the request that is logged. */
export function unfailing(stream: {
  write(line: string): unknown
  on?: (event: 'error', listener: () => void) => unknown
}) {
  stream.on?.('error', () => undefined)
  return {
    write: (line: string): void => {
      try {
        stream.write(line)
      } catch {
        // The log is where such an error would be reported.
      }
    },
  }
}
