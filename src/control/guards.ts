import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import { ApiError, forbidden } from '../kernel/errors.ts'
import { bearerKey } from '../services/worlds/api-keys.ts'
import { WEBHOOK_USER_AGENT } from '../webhooks/message.ts'

/** Web pages can send requests to localhost; only the emulator's own may steer it. */
export const refuseForeignPages: onRequestHookHandler = ({ headers, protocol, host }, _reply, done) => {
  const { origin } = headers
  const site = headers['sec-fetch-site']
  const isForeign = origin !== undefined && origin !== `${protocol}://${host}`
  if (isForeign || site === 'cross-site' || site === 'same-site') done(forbidden())
  else done()
}

/** A webhook could be told to steer another emulator on this machine. */
export function refuseWebhooks(except: string): onRequestHookHandler {
  return ({ headers, routeOptions }, _reply, done) => {
    const isWebhook = headers['user-agent'] === WEBHOOK_USER_AGENT && routeOptions.url !== except
    done(isWebhook ? forbidden() : undefined)
  }
}

/** A form cannot send this content type, so no page can write without asking first; and it is never allowed to. */
export const requireJson: onRequestHookHandler = ({ method, headers }, _reply, done) => {
  const writes = method === 'POST' || method === 'PUT' || method === 'PATCH'
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (!writes || type === 'application/json') done()
  else done(new ApiError('unsupported_media_type', 'Send content-type: application/json.'))
}

/** 401 unless the request has the bearer token of `--control-token`, if there is one. */
export function requireToken(token: string | null, except: string): onRequestHookHandler {
  const expected = token === null ? null : digest(token)
  return (request, _reply, done) => {
    if (expected === null || request.routeOptions.url === except) done()
    else if (timingSafeEqual(digest(bearerOf(request)), expected)) done()
    else done(new ApiError('unauthorized', 'Send the --control-token as Authorization: Bearer <token>.'))
  }
}

const bearerOf = ({ headers }: FastifyRequest): string => bearerKey(headers.authorization ?? '') ?? ''

/** Of one length, as the comparison needs. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
