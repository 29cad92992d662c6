/** Draws a number in [0, 1). */
export type Random = () => number

/**
 * A generator whose whole sequence follows from `seed`: the sfc32 algorithm of PractRand, chosen because it uses
 * 32-bit integer arithmetic only and therefore gives the same numbers on every platform.
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

/** Three hashes: FNV-1a over UTF-16 code units from different starts, finished as murmur3 is, because FNV leaves high bits weak. */
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
