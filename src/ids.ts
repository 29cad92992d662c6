import { customAlphabet, customRandom } from 'nanoid'
import { seededRandom } from './simulator/random.ts'

/** Crockford's base32 in lower case: the alphabet of the ids that production hands out. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 32

export type IdPrefix = 'run' | 'prj'

/**
 * An id that follows from a world's seed, its kind and its ordinal among rows of that kind. Nothing is drawn from a
 * running generator, so a restart hands out exactly the ids that it would have handed out without one.
 */
export function seededId(prefix: IdPrefix, seed: string, ordinal: number): string {
  const random = seededRandom(`${seed}/${prefix}/${ordinal}`)
  const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => random() * 256)
  return `${prefix}_${customRandom(ALPHABET, LENGTH, bytes)()}`
}

const randomText = customAlphabet(ALPHABET, LENGTH)

/** A request's id: never seeded, so that a line in a log names one request of one process. */
export const newRequestId = (): string => `req_${randomText()}`

/** A seed for an emulator that was started without one; printed, so that the run can be replayed. */
export const newSeed = (): string => customAlphabet(ALPHABET, 8)()
