import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Api } from '../http/typed-fastify.ts'
import { ApiError, forbidden } from '../kernel/errors.ts'
import { bearerKey } from '../services/worlds/api-keys.ts'
import { WEBHOOK_USER_AGENT } from '../webhooks/message.ts'

/** Paths below a prefix that a guard leaves open. */
interface OpenPaths {
  /** Needs no token; null for none. */
  readonly health: string | null
  /** Receives webhooks; null for none. */
  readonly inbox: string | null
}

/** Guards every route of a scope. */
export function guard(api: Api, token: string | null, open: OpenPaths = { health: null, inbox: null }): void {
  api.addHook('onRequest', refuseForeignPages)
  api.addHook('onRequest', requireToken(token, open.health))
  api.addHook('onRequest', requireJson)
  api.addHook('onRequest', refuseWebhooks(open.inbox))
}

/** Refuses requests of web pages, which can reach localhost. The emulator's own pages are allowed. */
const refuseForeignPages: onRequestHookHandler = ({ headers, protocol, host }, _reply, done) => {
  const { origin } = headers
  const site = headers['sec-fetch-site']
  const isForeign = origin !== undefined && origin !== `${protocol}://${host}`
  if (isForeign || site === 'cross-site' || site === 'same-site') done(forbidden())
  else done()
}

/** Refuses webhooks, so that a callback URL cannot control another emulator on this machine. */
function refuseWebhooks(except: string | null): onRequestHookHandler {
  return ({ headers, routeOptions }, _reply, done) => {
    const isWebhook = headers['user-agent'] === WEBHOOK_USER_AGENT && routeOptions.url !== except
    done(isWebhook ? forbidden() : undefined)
  }
}

/** Requires a content type that no form can send, so that a page needs a preflight request, which is always refused. */
const requireJson: onRequestHookHandler = ({ method, headers }, _reply, done) => {
  const writes = method === 'POST' || method === 'PUT' || method === 'PATCH'
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (!writes || type === 'application/json') done()
  else done(new ApiError('unsupported_media_type', 'Send content-type: application/json.'))
}

/** Answers 401 to requests without the bearer token of `--control-token`. Without that option it allows all. */
function requireToken(token: string | null, except: string | null): onRequestHookHandler {
  const expected = token === null ? null : digest(token)
  return (request, _reply, done) => {
    if (expected === null || request.routeOptions.url === except) done()
    else if (timingSafeEqual(digest(bearerOf(request)), expected)) done()
    else done(new ApiError('unauthorized', 'Send the --control-token as Authorization: Bearer <token>.'))
  }
}

const bearerOf = ({ headers }: FastifyRequest): string => bearerKey(headers.authorization ?? '') ?? ''

/** Hashes the token, because a comparison in constant time needs values of one length. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
