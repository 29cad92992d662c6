/**
 * Loaded into every Node process of the command, before its program: connections to FLORA's hosts lead to the emulator.
 * It redirects sockets, so that fetch, http, https and every package that is built on them need no change.
 */
import { Socket } from 'node:net'
import { isIntercepted } from './hosts.ts'
import { PORTS_VARIABLE, readPorts } from './ports-variable.ts'

const ports = readPorts(process.env[PORTS_VARIABLE])
if (ports !== null) {
  const connect = Reflect.get(Socket.prototype, 'connect') as (...args: unknown[]) => unknown
  const portFor = (port: unknown): number => (Number(port) === 80 ? ports.plain : ports.secure)

  // `connect` takes (options), (port, host), or both in a list, in which Node itself hands them over.
  const redirect = (args: readonly unknown[]): readonly unknown[] => {
    const [first, host, ...rest] = args
    if (Array.isArray(first)) {
      first.splice(0, first.length, ...redirect(first))
      return args
    }
    if (typeof first === 'object' && first !== null) return [redirectOptions(first), ...args.slice(1)]
    return isFlora(host) ? [portFor(first), LOOPBACK, ...rest] : args
  }
  const redirectOptions = (options: object): object => {
    if (!('host' in options) || !isFlora(options.host)) return options
    const port = portFor('port' in options ? options.port : undefined)
    return { ...options, host: LOOPBACK, port, localAddress: undefined }
  }
  Reflect.set(Socket.prototype, 'connect', function (this: Socket, ...args: unknown[]): unknown {
    return connect.apply(this, [...redirect(args)])
  })
}

const LOOPBACK = '127.0.0.1'
const isFlora = (host: unknown): boolean => typeof host === 'string' && isIntercepted(host)
