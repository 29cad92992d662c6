import { gunzipSync, gzipSync } from 'node:zlib'
import type { FastifyRequest } from 'fastify'
import type { KnownSecrets } from '../kernel/text/known-secrets.ts'
import type { EpochMs } from '../kernel/units.ts'
import {
  BUNDLE_REQUESTS_MAX,
  type BundleRequests,
  type RequestStep,
  type StateStep,
} from '../schemas/bundle.ts'
import { Cleaner } from './clean.ts'
import { cleanSnapshot } from './clean-snapshot.ts'
import type { KeyReferences } from './key-reference.ts'
import { cleanAnswer, rateLimitedSeconds, worldOf } from './steps.ts'
import { type Crossing, Tap } from './tap.ts'
import { Texts } from './texts.ts'

/** Memory for bodies and states. */
const BYTES_MAX = 64 * 1024 * 1024
/** What a step needs apart from its bodies. */
const STEP_BYTES = 2000

/** What the recorder asks the emulator for. */
export interface Recorded {
  /** Returns a snapshot as JSON; null for a world that does not exist. */
  readonly takeSnapshot: (worldName: string) => Promise<string | null>
  /** Returns the time of a world that is loaded. */
  readonly nowOf: (worldName: string) => EpochMs | null
  readonly keys: KeyReferences
}

/** What a replay repeats. */
export interface Recording extends BundleRequests {
  /** Snapshots by the names of their files. */
  readonly states: ReadonlyMap<string, string>
  /** Why it ends early; null when it is complete. */
  readonly cut: string | null
}

/**
 * Records the requests of a command in the order in which they were handled, and the state of each world before its first
 * one. A change through the control API is recorded as the state that follows it, before the next request to the world.
 */
export class Recorder {
  readonly tap: Tap
  readonly #cleaner
  readonly #secrets
  readonly #texts = new Texts()
  readonly #steps: { readonly order: number; readonly step: RequestStep | StateStep }[] = []
  readonly #instants = new WeakMap<FastifyRequest, EpochMs>()
  /** Compressed, because each has some hundred kilobytes. */
  readonly #files = new Map<string, Buffer>()
  /** Worlds whose state is recorded, or being recorded. */
  readonly #states = new Map<string, Promise<void>>()
  #recorded: Recorded | null = null
  #bytes = 0
  #requests = 0
  #cut: string | null = null

  constructor(secrets: KnownSecrets) {
    this.#secrets = secrets
    this.#cleaner = new Cleaner(secrets)
    this.tap = new Tap({
      beforeHandler: async (request) => this.#recordState(request),
      onHandled: (request) => this.#noteInstant(request),
      onCrossing: (crossing) => this.#add(crossing),
      onControl: (worldName) => this.#states.delete(worldName),
    })
  }

  /** Connects the recorder to its emulator. Requests before are not recorded. */
  start(recorded: Recorded): void {
    this.#recorded = recorded
  }

  finish(): Recording {
    const steps = this.#steps.toSorted((a, b) => a.order - b.order).map(({ step }) => step)
    const states = new Map(
      Array.from(this.#files, ([name, bytes]) => [name, gunzipSync(bytes).toString()] as const),
    )
    return { steps, texts: this.#texts.all(), states, cut: this.#cut }
  }

  async #recordState(request: FastifyRequest): Promise<void> {
    const name = worldOf(request)
    if (name === null || this.#cut !== null || this.#recorded === null) return
    const state = this.#states.get(name) ?? this.#takeState(name, this.#recorded)
    this.#states.set(name, state)
    await state
  }

  async #takeState(world: string, { takeSnapshot }: Recorded): Promise<void> {
    try {
      const snapshot = await takeSnapshot(world)
      if (snapshot === null) return
      const file = `states/${this.#files.size}.json`
      const bytes = gzipSync(cleanSnapshot(snapshot, this.#cleaner), { level: 1 })
      if (!this.#take(bytes.length)) return
      this.#files.set(file, bytes)
      this.#steps.push({ order: this.tap.next(), step: { type: 'state', world, file } })
    } catch (error) {
      // The request itself must not fail.
      this.#cut ??= `the state of world ${world} could not be recorded: ${error instanceof Error ? error.message : String(error)}`
    }
  }

  /** Requests without a handler, such as refused ones, are of the time at which they end. */
  #noteInstant(request: FastifyRequest): void {
    const world = worldOf(request)
    const now = request.caller?.now ?? (world === null ? null : this.#recorded?.nowOf(world)) ?? null
    if (now !== null) this.#instants.set(request, now)
  }

  #add(crossing: Crossing): void {
    const { request, order } = crossing
    if (this.#recorded === null || this.#cut !== null) return
    if (this.#requests === BUNDLE_REQUESTS_MAX) {
      this.#cut = `it holds the first ${BUNDLE_REQUESTS_MAX} requests`
      return
    }
    this.#secrets.learnKey(request.headers.authorization)
    if (!this.#instants.has(request)) this.#noteInstant(request)
    const step = this.#stepOf(crossing, this.#recorded)
    if (step === null) return
    this.#requests += 1
    this.#steps.push({ order, step })
  }

  /** Returns null when there is no memory for it. */
  #stepOf(crossing: Crossing, { keys }: Recorded): RequestStep | null {
    const { request, durationMs } = crossing
    const { path, headers, body, isRedacted } = this.#cleaner.request(
      request.url,
      request.headers,
      crossing.body,
    )
    const answer = cleanAnswer(crossing.answer, this.#cleaner)
    const sizes = [body !== null && 'base64' in body ? body.base64.length : 0, STEP_BYTES]
    const keep = (text: string): { text: number } => {
      const { index, added } = this.#texts.add(text)
      sizes.push(2 * added)
      return { text: index }
    }
    const step: RequestStep = {
      type: 'request',
      id: request.id,
      at: this.#instants.get(request) ?? null,
      world: worldOf(request),
      method: request.method,
      scheme: request.protocol,
      host: request.headers.host ?? '',
      path,
      key: keys.referenceOf(request.headers.authorization),
      headers,
      body: body !== null && 'text' in body ? keep(body.text) : body,
      redacted: isRedacted,
      rate_limited_s: rateLimitedSeconds(crossing),
      duration_ms: Math.round(durationMs * 1000) / 1000,
      answer:
        answer === null
          ? null
          : {
              ...answer,
              body: answer.body !== null && 'text' in answer.body ? keep(answer.body.text) : answer.body,
            },
      abandoned: crossing.isAbandoned,
    }
    return this.#take(sizes.reduce((sum, size) => sum + size)) ? step : null
  }

  #take(bytes: number): boolean {
    this.#bytes += bytes
    if (this.#bytes > BYTES_MAX) this.#cut ??= `it holds the requests that fit into ${BYTES_MAX} bytes`
    return this.#cut === null
  }
}
