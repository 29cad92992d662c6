import { destination, pino } from 'pino'
import type { Config } from './config.ts'

const STDERR = 2

/** Logs to standard error; standard output belongs to the one line that scripts wait for. */
export async function createLogger({ logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>) {
  // At info the server would only repeat the address, which the start prints itself.
  const level = logLevel === 'info' ? 'warn' : logLevel
  if (logLevel === 'silent' || formatOf(logFormat) === 'json')
    return pino({ level }, unfailing(destination({ fd: STDERR, sync: true })))
  // Imported when needed, because half of all starts are by scripts. A stream and not a transport: a transport is a
  // worker that looks for its own file, which a bundle does not have.
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
