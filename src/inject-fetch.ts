import type { Api } from './routes/context.ts'

/**
 * A `fetch` whose requests go through the app's whole path except for the socket. Answers are complete when it resolves;
 * a connection that the emulator cuts rejects with a TypeError, as it would over a network.
 */
export function injectFetch(app: Api): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    request.signal.throwIfAborted()
    const { pathname, search, host } = new URL(request.url)
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer())
    const response = await app
      .inject({
        method: request.method as 'GET',
        url: pathname + search,
        headers: { ...Object.fromEntries(request.headers), host },
        signal: request.signal,
        ...(body === null ? {} : { payload: body }),
      })
      .catch((error: unknown) => {
        request.signal.throwIfAborted()
        throw new TypeError('fetch failed', { cause: error })
      })
    const headers = new Headers()
    for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value))
    // 204 and 304 must not have a body, not even an empty one.
    const isEmpty = response.statusCode === 204 || response.statusCode === 304
    return new Response(isEmpty ? null : response.rawPayload, { status: response.statusCode, headers })
  }
}
