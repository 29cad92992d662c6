import type { FastifyReply, onSendHookHandler } from 'fastify'
import type { Worlds } from '../../services/worlds/worlds.ts'
import { journal } from './journal-requests.ts'

/** Cuts the connection or spoils the body after the request was handled, as its effect asks. */
export function spoilAnswers(worlds: Worlds): onSendHookHandler {
  return (request, reply, payload, done) => {
    // A request that failed before its directives were read has no effect.
    const { drop = null, body = null } = request.effect ?? {}
    if (drop === 'after') {
      journal(worlds, request, reply, { status: null, payload })
      cutConnection(reply)
    } else if (body === 'truncated') {
      journal(worlds, request, reply, { status: reply.statusCode, payload })
      sendHalf(reply, payload)
    } else {
      done(null, body === 'malformed' ? firstHalf(payload) : payload)
    }
  }
}

export function cutConnection(reply: FastifyReply): void {
  reply.hijack()
  reply.raw.destroy()
}

/** Announces the length of the whole body, sends half of it and cuts the connection. */
export function sendHalf(reply: FastifyReply, payload: unknown): void {
  const body = bytesOf(payload)
  const headers = { ...reply.getHeaders(), 'content-length': body.length }
  const { raw } = reply.hijack()
  raw.writeHead(reply.statusCode, headers as Record<string, string | number>)
  raw.write(body.subarray(0, Math.floor(body.length / 2)), () => raw.destroy())
}

/** Half of a JSON document is never valid. Text stays text, which the journal redacts. */
function firstHalf(payload: unknown): string | Buffer {
  if (typeof payload === 'string') return payload.slice(0, half(payload))
  const body = bytesOf(payload)
  return body.subarray(0, half(body))
}

const half = ({ length }: string | Buffer): number => Math.max(1, Math.floor(length / 2))

const bytesOf = (payload: unknown): Buffer =>
  Buffer.isBuffer(payload) ? payload : Buffer.from(typeof payload === 'string' ? payload : '')
