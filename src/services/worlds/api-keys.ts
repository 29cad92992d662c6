import { ApiError } from '../../kernel/errors.ts'
import { DEFAULT_WORLD, WORLD_KEY, WORLD_NAME } from '../../kernel/names.ts'
import type { Role, WorldFixture } from '../../schemas/fixtures.ts'

/** An API key with its rights and its world. */
export interface KeyHolder {
  readonly key: string
  readonly role: Role
  /** False for a key of the free plan, which has no access to the API. */
  readonly paid: boolean
  readonly worldName: string
}

const KEY_LENGTH_MAX = 512

/** Returns the key of an `Authorization` header, or null when the scheme is not `Bearer`. */
export const bearerKey = (authorization: string): string | null =>
  /^Bearer (.+)$/i.exec(authorization)?.[1] ?? null

/** Checks API keys: by the fixtures, and by `--auth` for keys outside the fixtures. */
export class ApiKeys {
  readonly #fixtures: ReadonlyMap<string, WorldFixture['keys'][number]>
  readonly #open: boolean

  constructor({ keys }: WorldFixture, auth: 'open' | 'strict') {
    this.#fixtures = new Map(keys.map((key) => [key.key, key]))
    this.#open = auth === 'open'
  }

  /** Returns the keys of the fixtures, in their order. */
  fixtureKeys(): string[] {
    return [...this.#fixtures.keys()]
  }

  /** Returns the first active owner key of the fixtures, or an empty text without one. */
  firstOwnerKey(): string {
    const keys = [...this.#fixtures.values()]
    return keys.find(({ role, status }) => role === 'owner' && status === 'active')?.key ?? ''
  }

  /**
   * Reads the key of an `Authorization` header.
   *
   * @throws ApiError 401 `unauthorized` without a bearer key, 401 `invalid_api_key` for an unknown or revoked one
   */
  read(authorization = ''): KeyHolder {
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
  const name = WORLD_KEY.exec(key)?.[1]?.toLowerCase()
  if (name === undefined) return DEFAULT_WORLD
  if (!WORLD_NAME.test(name)) throw invalidKey()
  return name
}

/** Allows inner spaces, as in FLORA's example `My API Key`. Refuses outer spaces and a second `Bearer`. */
function isWellFormed(key: string): boolean {
  return key === key.trim() && key.length <= KEY_LENGTH_MAX && !/^Bearer\b/i.test(key)
}

const invalidKey = (): ApiError => new ApiError('invalid_api_key', 'Invalid API key.')
