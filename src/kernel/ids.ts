import { customAlphabet, customRandom } from 'nanoid'
import { seededRandom } from './random.ts'

/** Crockford's base32 in lower case, the alphabet of production's ids. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
/** Characters after the prefix. */
const LENGTH = 32

/** Characters that hold the ordinal: enough for a billion rows. Larger ordinals take more. */
const COUNTING_LENGTH = 6
/** Characters that hold `ORDINAL_MAX`. */
const COUNTING_LENGTH_MAX = 8

/** A UUID of version 4: `x` is any digit, `y` one of the variant. */
const UUID = 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'
const HEX_DIGITS = '0123456789abcdef'

export type IdPrefix =
  | 'run'
  | 'prj'
  | 'libfolder'
  | 'tech'
  | 'node'
  | 'fb'
  | 'asset'
  | 'upload'
  | 'whd'
  | 'whsec'
  | 'req'

/**
 * Returns the id of a row. It depends only on the seed of the world, the prefix and the ordinal, so a restart does not
 * change later ids.
 *
 * It begins with the ordinal, so ids sort in order of creation and the database's index of ids grows at its end
 * (docs/decisions/005-ordered-ids.md).
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

/** Tests whether an id is the one that `seededId` gives to a row after `last`. That row could not be created. */
export function isIdOfLaterRow(
  id: string,
  { prefix, seed, last }: { readonly prefix: IdPrefix; readonly seed: string; readonly last: number },
): boolean {
  const digits = id.slice(prefix.length + 1)
  for (let length = COUNTING_LENGTH; length <= COUNTING_LENGTH_MAX; length += 1) {
    const ordinal = fromBase32(digits.slice(0, length))
    if (ordinal > last && id === seededId(prefix, seed, ordinal)) return true
  }
  return false
}

/** Returns a UUID of version 4 that depends only on `seed`. Include the purpose of the id in the seed. */
export function seededUuid(seed: string): string {
  const random = seededRandom(`${seed}/uuid`)
  let uuid = ''
  for (const mark of UUID) {
    if (mark === 'x') uuid += HEX_DIGITS.charAt(random() * 16)
    else if (mark === 'y') uuid += HEX_DIGITS.charAt(8 + random() * 4)
    else uuid += mark
  }
  return uuid
}

/** Returns digits whose order as text is that of the numbers, for numbers of one length. */
function base32(value: number): string {
  let digits = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / 32)) digits = (ALPHABET[rest % 32] ?? '') + digits
  return digits
}

/** Returns NaN for text that is not a number in base 32. */
const fromBase32 = (digits: string): number =>
  Array.from(digits, (digit) => ALPHABET.indexOf(digit)).reduce(
    (value, digit) => (digit === -1 ? Number.NaN : value * 32 + digit),
    0,
  )

/** Random part of request ids, so that an id is unique among the logs of several processes. */
const processTag = customAlphabet(ALPHABET, 16)()
let requests = 0

/** Ids of a world's requests, which depend on the seed and on the number of earlier requests alone. */
export class RequestIds {
  readonly #tag
  #count = 0

  /** @param seed of the world, with its name: worlds share the default seed */
  constructor(seed: string) {
    this.#tag = seededId('req', seed, 0).slice(-processTag.length)
  }

  next(): string {
    this.#count += 1
    return requestId(this.#tag, this.#count)
  }
}

/** Returns the id of a request outside worlds, and of any request without a chosen seed. Counts, because random ids cost more. */
export function newRequestId(): string {
  requests += 1
  return requestId(processTag, requests)
}

/** Returns a random password, which is safe in a URL. */
export const newPassword = (): string => customAlphabet(ALPHABET, LENGTH)()

const requestId = (tag: string, count: number): string => `req_${tag}${count.toString(32).padStart(8, '0')}`

/** Returns a random seed, for an emulator that is started without one. */
export const newSeed = (): string => customAlphabet(ALPHABET, 8)()
