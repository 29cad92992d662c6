/** Draws a number in [0, 1). */
export type Random = () => number

/**
 * A generator whose whole sequence follows from `seed`: the sfc32 algorithm of PractRand, chosen because it uses
 * 32-bit integer arithmetic only and therefore gives the same numbers on every platform.
 */
export function seededRandom(seed: string): Random {
  let [a, b, c, counter] = [hash32(seed, 1), hash32(seed, 2), hash32(seed, 3), 1]
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  // The first outputs still resemble the hash of the seed; its author discards a dozen.
  for (let warmUp = 0; warmUp < 12; warmUp += 1) next()
  return next
}

/** A real number in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low)
}

export function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(random() * items.length)] ?? items[0]
}

/** FNV-1a over UTF-16 code units, then murmur3's finalizer, because FNV alone leaves the high bits weak. */
function hash32(text: string, salt: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(salt, 0x9e3779b1)
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) | 0
}
