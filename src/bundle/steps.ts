import { API_PREFIX } from '../kernel/paths.ts'
import { WORLD_NAME } from '../kernel/names.ts'
import type { BundleAnswer } from '../schemas/bundle.ts'
import type { FastifyRequest } from 'fastify'
import type { Cleaner } from './clean.ts'
import type { CrossedAnswer, Crossing } from './tap.ts'

/** An answer without secrets, as recorders and replays compare it. */
export interface CleanAnswer extends Omit<BundleAnswer, 'body'> {
  readonly body: { readonly text: string } | { readonly sha256: string; readonly bytes: number } | null
}

export function cleanAnswer(answer: CrossedAnswer | null, cleaner: Cleaner): CleanAnswer | null {
  if (answer === null) return null
  const { status, headers, body, isCut } = answer
  return {
    status,
    headers: headers.map(([name, value]): [string, string] => [name, cleaner.text(value)]),
    body: body !== null && 'text' in body ? { text: cleaner.json(body.text) } : body,
    cut: isCut,
  }
}

/** Returns the world of a request; null while it is not known, and for requests of no world. */
export function worldOf({ identity, url }: FastifyRequest): string | null {
  if (url.startsWith(`${API_PREFIX}/`)) return identity?.world.name ?? null
  const name = url.split('/', 3)[2] ?? ''
  return WORLD_NAME.test(name) ? name : null
}

/** Returns the seconds that the rate limit asked a client to wait; null for a request within it. */
export function rateLimitedSeconds({ request, isHandled, answer }: Crossing): number | null {
  // The limit comes before directives are read, so a 429 of a rule has an effect.
  if (isHandled || answer?.status !== 429 || request.identity === null || request.effect !== null) return null
  return Number(answer.headers.find(([name]) => name === 'retry-after')?.[1] ?? 0)
}
