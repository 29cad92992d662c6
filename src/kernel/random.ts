/** Draws a number in [0, 1). */
export type Random = () => number

/**
 * Creates a generator whose sequence depends only on `seed`. It is sfc32 of PractRand, which uses 32-bit integers only
 * and therefore gives the same numbers on every platform.
 */
export function seededRandom(seed: string): Random {
  let [a, b, c] = hashes(seed)
  let counter = 1
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  // The first outputs resemble the hash of the seed; the author of sfc32 discards twelve.
  for (let warmUp = 0; warmUp < 12; warmUp += 1) next()
  return next
}

/** Draws a real number in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low)
}

/** Draws an item. */
export function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(random() * items.length)] ?? items[0]
}

/**
 * Hashes a text three times: FNV-1a over UTF-16 code units from different starts, with the finalizer of murmur3, because
 * FNV mixes high bits badly.
 */
function hashes(text: string): [number, number, number] {
  let [a, b, c] = [startOf(1), startOf(2), startOf(3)]
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x01000193)
    c = Math.imul(c ^ unit, 0x01000193)
  }
  return [finish(a), finish(b), finish(c)]
}

const startOf = (salt: number): number => 0x811c9dc5 ^ Math.imul(salt, 0x9e3779b1)

function finish(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return (twice ^ (twice >>> 16)) | 0
}
