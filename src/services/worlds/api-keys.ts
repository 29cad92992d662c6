import { ApiError } from '../../kernel/errors.ts'
import { DEFAULT_WORLD, WORLD_KEY_PREFIX, WORLD_NAME } from '../../kernel/names.ts'
import type { Role, WorldFixture } from '../../schemas/fixtures.ts'

/** What an API key says about the request that carries it. */
export interface KeyHolder {
  readonly key: string
  readonly role: Role
  /** False for a key of the free plan, which has no API access. */
  readonly paid: boolean
  readonly worldName: string
}

const KEY_LENGTH_MAX = 512

/** What an `Authorization` header carries; null when that is no bearer key. */
export const bearerKey = (authorization: string): string | null =>
  /^Bearer (.+)$/i.exec(authorization)?.[1] ?? null

/** Turns `Authorization` headers into key holders, by the rules of the fixtures and of `--auth`. */
export class Keys {
  readonly #fixtures: ReadonlyMap<string, WorldFixture['keys'][number]>
  readonly #open: boolean
  /** The last header that was good, and whose it is: most clients send the same one again and again. */
  #last: { readonly authorization: string; readonly holder: KeyHolder } | null = null

  constructor({ keys }: WorldFixture, auth: 'open' | 'strict') {
    this.#fixtures = new Map(keys.map((key) => [key.key, key]))
    this.#open = auth === 'open'
  }

  /** The first key of the fixtures that may do everything; empty when there is none. */
  firstKnown(): string {
    const keys = [...this.#fixtures.values()]
    return keys.find(({ role, status }) => role === 'owner' && status === 'active')?.key ?? ''
  }

  /** Throws 401 `unauthorized` when there is no bearer key, `invalid_api_key` when it is not a good one. */
  read(authorization = ''): KeyHolder {
    if (this.#last?.authorization === authorization) return this.#last.holder
    const holder = this.#parse(authorization)
    this.#last = { authorization, holder }
    return holder
  }

  #parse(authorization: string): KeyHolder {
    const key = bearerKey(authorization)
    if (key === null) throw new ApiError('unauthorized', 'Invalid API key.')
    const fixture = this.#fixtures.get(key)
    const known = fixture !== undefined || (this.#open && isWellFormed(key))
    if (!known || fixture?.status === 'revoked') throw invalidKey()
    const paid = fixture?.status !== 'unpaid'
    return { key, role: fixture?.role ?? 'owner', paid, worldName: worldNameOf(key) }
  }
}

function worldNameOf(key: string): string {
  if (!key.startsWith(WORLD_KEY_PREFIX)) return DEFAULT_WORLD
  const name = key.slice(WORLD_KEY_PREFIX.length).toLowerCase()
  if (!WORLD_NAME.test(name)) throw invalidKey()
  return name
}

/** Inner spaces are fine (FLORA's own examples use `My API Key`); stray ones and a doubled scheme are not. */
function isWellFormed(key: string): boolean {
  return key === key.trim() && key.length <= KEY_LENGTH_MAX && !/^Bearer\b/i.test(key)
}

const invalidKey = (): ApiError => new ApiError('invalid_api_key', 'Invalid API key.')
