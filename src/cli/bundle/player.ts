import { setImmediate as turn } from 'node:timers/promises'
import { Cleaner } from '../../bundle/clean.ts'
import { KeyReferences } from '../../bundle/key-reference.ts'
import { type CleanAnswer, cleanAnswer } from '../../bundle/steps.ts'
import { type Crossing, Tap } from '../../bundle/tap.ts'
import { KnownSecrets } from '../../kernel/text/known-secrets.ts'
import type { RequestStep } from '../../schemas/bundle.ts'
import type { ServedEmulator, ServeExtras } from '../../server/emulator.ts'

/** Turns of the event loop in which the end of an answer follows the end of its request. */
const TURNS_MAX = 100

/** Sends the requests of a bundle to an emulator, with the ids and the rate limit that were recorded. */
export class Player {
  readonly #texts
  readonly #cleaner = new Cleaner(new KnownSecrets())
  #step: RequestStep | null = null
  #crossing: Crossing | null = null

  constructor(texts: readonly string[]) {
    this.#texts = texts
  }

  /** Options of the emulator. */
  get extras(): ServeExtras {
    const tap = new Tap({
      beforeHandler: () => undefined,
      onHandled: () => undefined,
      onControl: () => undefined,
      onCrossing: (crossing) => {
        this.#crossing = crossing
      },
    })
    return {
      extendServer: (app) => {
        tap.attach(app)
        app.addHook('onRequest', ({ raw }, _reply, done) => {
          if (this.#step?.scheme === 'https') Object.assign(raw.socket, { encrypted: true })
          done()
        })
      },
      bundled: {
        replayed: {
          requestId: () => this.#step?.id ?? 'req_replay',
          rateLimiter: { take: () => (this.#step?.rate_limited_s ?? 0) * 1000 },
        },
      },
    }
  }

  /** Sends a request, and returns its answer without secrets; null when the connection was cut. */
  async play(step: RequestStep, { app, services }: ServedEmulator): Promise<CleanAnswer | null> {
    this.#step = step
    this.#crossing = null
    const { method, path: url, headers: sent, host } = step
    const authorization = new KeyReferences(services.keys.fixtureKeys()).headerOf(step.key)
    const headers = {
      ...Object.fromEntries(sent),
      host,
      ...(authorization === null ? {} : { authorization }),
    }
    const payload = this.#bodyOf(step)
    const body = payload === null ? {} : { payload }
    // A connection that is cut rejects; the tap sees what was sent before.
    await app.inject({ method: method as 'GET', url, headers, ...body }).catch(() => null)
    for (let turns = 0; this.#crossing === null && turns < TURNS_MAX; turns += 1) await turn()
    return cleanAnswer(this.#answer(), this.#cleaner)
  }

  #answer(): Crossing['answer'] {
    return this.#crossing?.answer ?? null
  }

  #bodyOf({ body }: RequestStep): Buffer | null {
    if (body === null) return null
    return 'text' in body ? Buffer.from(this.#texts[body.text] ?? '') : Buffer.from(body.base64, 'base64')
  }
}
