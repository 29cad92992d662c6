import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { wallDelay } from '../../kernel/clock.ts'
import { StartError, reasonOf } from '../../kernel/errors.ts'
import { API_PREFIX } from '../../kernel/paths.ts'
import type { Recording } from '../../schemas/recording.ts'
import { openDoor } from '../door.ts'
import { printable } from '../../kernel/text/printable.ts'
import { counted } from '../text.ts'
import type { Exchange } from './exchange.ts'
import { factsOf } from './facts.ts'
import { entryOf } from './har.ts'
import { HarFile } from './har-file.ts'
import { createProxy } from './proxy.ts'
import { RunTracker } from './run-tracker.ts'
import { Secrets } from './secrets.ts'

/** Longer than any client waits. */
const TIMEOUT_MS = 300_000
/** Time for requests in flight to be answered after a signal. */
const GRACE_MS = 10_000

export interface RecordOptions {
  readonly base: URL
  readonly file: string
  readonly port: number
  /** Is told of each exchange, and of what goes wrong. */
  readonly say: (text: string) => void
  /** @default 10000 */
  readonly graceMs?: number
}

export interface Recorder {
  /** Base URL for clients. */
  readonly url: string
  /** Requests that an earlier session recorded in the same file. */
  readonly kept: number
  /** Stops, waits for requests in flight, and writes the file. */
  readonly finish: () => Promise<RecordResult>
}

export interface RecordResult {
  readonly requests: number
  readonly dropped: number
  readonly recording: Recording
}

/**
 * Starts a proxy that records what crosses it.
 *
 * @throws {StartError} exit code 3 when the port is in use, 4 when the file is no recording
 */
export async function record({
  base,
  file,
  port,
  say,
  graceMs = GRACE_MS,
}: RecordOptions): Promise<Recorder> {
  const har = new HarFile(file)
  const tracker = new RunTracker(har.earlier ?? undefined)
  tracker.add(har.recovered)
  const stop = new AbortController()
  const keep = keeper({ base, har, tracker, secrets: new Secrets(), say })
  const ownPort = (): number | null => (server.address() as AddressInfo | null)?.port ?? null
  const door = openDoor(base, { stopping: stop.signal, timeoutMs: TIMEOUT_MS, ownPort })
  const { server, stop: stopServing } = createProxy({ door, base, onExchange: keep })
  const kept = har.count
  await listen(server, port)
  const finish = async (): Promise<RecordResult> => {
    server.close()
    server.closeIdleConnections()
    const idle = stopServing()
    await Promise.race([idle, wallDelay(graceMs, stop.signal)])
    stop.abort()
    // Requests that were given up are recorded as unanswered.
    await idle
    server.closeAllConnections()
    const recording = tracker.recording()
    har.finish(recording)
    return { requests: har.count, dropped: har.dropped, recording }
  }
  return { url: `http://127.0.0.1:${ownPort()}${API_PREFIX}`, kept, finish }
}

interface Keeping {
  readonly base: URL
  readonly har: HarFile
  readonly tracker: RunTracker
  readonly secrets: Secrets
  readonly say: (text: string) => void
}

/** Keeps an exchange before the client gets its answer, so that no crash loses what was paid for. */
function keeper({ base, har, tracker, secrets, say }: Keeping): (exchange: Exchange) => void {
  return (exchange) => {
    const facts = factsOf(exchange)
    tracker.add(facts)
    const problem = har.add({ entry: entryOf(exchange, base, secrets), facts })
    if (problem !== null) say(`warning: requests are kept in memory until the end, because of ${problem}`)
    const { method, path, answer, durationMs } = exchange
    const result =
      answer === null ? `not answered: ${secrets.text(exchange.error ?? '')}` : String(answer.status)
    const { seen, ended } = tracker.counts
    say(
      `${printable(`${method} ${secrets.path(path)} ${result}`)} ${Math.round(durationMs)} ms (${counted(har.count, 'request')}, ${counted(seen, 'run')}, ${ended} ended)`,
    )
  }
}

async function listen(server: ReturnType<typeof createProxy>['server'], port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'EADDRINUSE') throw new StartError(3, `port ${port} is in use; choose another with --port`)
    throw new StartError(2, `cannot listen on port ${port}: ${reasonOf(error)}`)
  }
}
