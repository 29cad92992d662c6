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
      const answer = inject(app, new Request(input, init))
      inFlight.add(answer)
      return answer.finally(() => inFlight.delete(answer))
    },
    idle: async () => {
      await Promise.allSettled(inFlight)
    },
  }
}

async function inject(app: Api, request: Request): Promise<Response> {
  const { signal } = request
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
