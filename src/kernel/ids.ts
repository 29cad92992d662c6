import { customAlphabet, customRandom } from 'nanoid'
import { seededRandom } from './random.ts'

/** Crockford's base32 in lower case: the alphabet of the ids that production hands out. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 32

/** Characters of an id that count: enough for a billion rows. */
const COUNTING_LENGTH = 6

export type IdPrefix = 'run' | 'prj' | 'libfolder' | 'node' | 'fb' | 'asset' | 'upload' | 'whd' | 'whsec'

/**
 * An id that follows from a world's seed, its kind and its ordinal among rows of that kind. Nothing is drawn from a
 * running generator, so a restart hands out exactly the ids that it would have handed out without one.
 *
 * It begins with the ordinal, so that ids sort in order of creation: the database's index of ids then grows at its end,
 * and a creation costs the same after a million others (docs/decisions/005-ordered-ids.md).
 */
export function seededId(prefix: IdPrefix, seed: string, ordinal: number): string {
  const random = seededRandom(`${seed}/${prefix}/${ordinal}`)
  const bytes = (count: number): Uint8Array => {
    const drawn = new Uint8Array(count)
    for (let index = 0; index < count; index += 1) drawn[index] = random() * 256
    return drawn
  }
  const counting = base32(ordinal).padStart(COUNTING_LENGTH, '0')
  return `${prefix}_${counting}${customRandom(ALPHABET, LENGTH - counting.length, bytes)()}`
}

/** An id shaped like a UUID of version 4 that follows from a seed, which says what it is for. */
export function seededUuid(seed: string): string {
  const random = seededRandom(`${seed}/uuid`)
  const digits = Array.from({ length: 32 }, (_, index) => {
    if (index === 12) return '4'
    return Math.floor(index === 16 ? 8 + random() * 4 : random() * 16).toString(16)
  }).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** Digits are in the order of the alphabet, so numbers of one length sort as text. */
function base32(value: number): string {
  let digits = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / 32)) digits = (ALPHABET[rest % 32] ?? '') + digits
  return digits
}

/** Tells this process's requests from those of every other, so that a line in a log names one request only. */
const processTag = customAlphabet(ALPHABET, 16)()
let requests = 0

/** A request's id: never seeded, and counted rather than drawn, because every request pays for it. */
export function newRequestId(): string {
  requests += 1
  return `req_${processTag}${requests.toString(32).padStart(8, '0')}`
}

/** A seed for an emulator that was started without one; printed, so that the run can be replayed. */
export const newSeed = (): string => customAlphabet(ALPHABET, 8)()
