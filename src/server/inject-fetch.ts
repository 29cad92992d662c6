import type { Api } from '../routes/context.ts'

export interface InjectFetch {
  /**
   * A `fetch` whose requests go through the app's whole path except for the socket. An answer is complete when it
   * resolves; a connection that the emulator cuts rejects with a TypeError, as it would over a network.
   */
  readonly fetch: typeof globalThis.fetch
  /** Resolves when no request is under way; a server that closes waits for those of sockets only. */
  readonly idle: () => Promise<void>
}

export function injectFetch(app: Api): InjectFetch {
  const underWay = new Set<Promise<Response>>()
  return {
    fetch: async (input, init) => {
      const answer = inject(app, new Request(input, init))
      underWay.add(answer)
      return answer.finally(() => underWay.delete(answer))
    },
    idle: async () => {
      await Promise.allSettled(underWay)
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
  // Answers of these statuses must not have a body, not even an empty one.
  const isEmpty = status === 204 || status === 304
  return new Response(isEmpty ? null : rawPayload, { status, headers })
}
