import { WORLD_KEY, WORLD_NAME } from '../kernel/names.ts'

/**
 * Replaces the API keys of recorded requests by references that a replay turns into keys with the same rights:
 * `world:<name>` for a key that names a world, `fixture:<n>` for one in world.json, `key:<n>` for any other, and `malformed`
 * for a header without a bearer key.
 */
export class KeyReferences {
  readonly #fixtureKeys
  readonly #others = new Map<string, number>()

  /** @param fixtureKeys of world.json, in its order */
  constructor(fixtureKeys: readonly string[]) {
    this.#fixtureKeys = fixtureKeys
  }

  /** Returns null without a header. */
  referenceOf(authorization: string | undefined): string | null {
    if (authorization === undefined) return null
    const key = /^Bearer (.+)$/i.exec(authorization)?.[1]
    if (key === undefined) return 'malformed'
    const index = this.#fixtureKeys.indexOf(key)
    if (index !== -1) return `fixture:${index}`
    const world = WORLD_KEY.exec(key)?.[1]?.toLowerCase()
    if (world !== undefined) return WORLD_NAME.test(world) ? `world:${world}` : 'world:'
    if (key !== key.trim() || /^Bearer\b/i.test(key) || key.length > 512) return 'world:'
    const number = this.#others.get(key) ?? this.#others.size
    this.#others.set(key, number)
    return `key:${number}`
  }

  /** Returns the value of an `Authorization` header; null for none. */
  headerOf(reference: string | null): string | null {
    if (reference === null) return null
    const [kind = '', value = ''] = reference.split(':', 2)
    switch (kind) {
      case 'world':
        return `Bearer sk_test_${value === '' ? '!' : value}`
      case 'fixture':
        return `Bearer ${this.#fixtureKeys[Number(value)] ?? 'missing-in-world.json'}`
      case 'key':
        return `Bearer key-of-a-replay-${value}`
      default:
        return 'Basic bWFsZm9ybWVk'
    }
  }
}
