import type { Api } from '../routes/context.ts'

export interface InjectFetch {
  /**
   * A `fetch` without a socket: requests pass all hooks and handlers. It resolves with a complete answer, and rejects
   * with a TypeError when the emulator cuts the connection, as over a network.
   */
  readonly fetch: typeof globalThis.fetch
  /** Resolves when no request is in flight; closing the server waits for requests over sockets only. */
  readonly idle: () => Promise<void>
}

export function injectFetch(app: Api): InjectFetch {
  const inFlight = new Set<Promise<Response>>()
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init)
      // The signal of a Request is lost in Node 20 when the Request is garbage-collected, so the original is preferred.
      const signal = init?.signal ?? request.signal
      const answer = inject(app, request, signal)
      inFlight.add(answer)
      return unlessAborted(
        answer.finally(() => inFlight.delete(answer)),
        signal,
      )
    },
    idle: async () => {
      await Promise.allSettled(inFlight)
    },
  }
}

/** Rejects when the signal aborts, while the server goes on: an injected request with a body does not notice its signal. */
async function unlessAborted(answer: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', abort)
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

async function inject(app: Api, request: Request, signal: AbortSignal): Promise<Response> {
  signal.throwIfAborted()
  const { pathname, search, host } = new URL(request.url)
  const body = request.body === null ? {} : { payload: Buffer.from(await request.arrayBuffer()) }
  const headers = { ...Object.fromEntries(request.headers), host }
  const url = pathname + search
  try {
    const answer = await app.inject({ method: request.method as 'GET', url, headers, signal, ...body })
    return toResponse(answer)
  } catch (error) {
    signal.throwIfAborted()
    throw new TypeError('fetch failed', { cause: error })
  }
}

function toResponse({
  statusCode: status,
  headers: received,
  rawPayload,
}: Awaited<ReturnType<Api['inject']>>): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(received)) headers.set(name, String(value))
  // Response rejects any body for these statuses, even an empty one.
  const isEmpty = status === 204 || status === 304
  return new Response(isEmpty ? null : rawPayload, { status, headers })
}
