import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { ApiError, notFound } from '../kernel/errors.ts'
import { newRequestId } from '../kernel/ids.ts'
import { renderError } from './error-handler.ts'
import { commonHeaders } from './response-headers.ts'

/** Answers 404 to a path that cannot be decoded, as to any unknown path. */
export function answerBadPath(response: ServerResponse): void {
  const { headers, body } = answer(notFound())
  response.writeHead(404, headers).end(body)
}

/** Answers bytes that are not HTTP with 400, and headers that are too large with 431, in the envelope of the API. */
export function answerMalformed(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
  const { headers, body } = answer(new ApiError('input_validation_error', 'Not a valid HTTP request.'))
  const lines = Object.entries({ ...headers, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'))
}

function answer(error: ApiError) {
  const body = JSON.stringify(renderError(error))
  const headers = {
    ...commonHeaders(newRequestId()),
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  }
  return { headers, body }
}
