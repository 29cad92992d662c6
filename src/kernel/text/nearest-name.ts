/** Returns the name that differs least from a text, or null when none resembles it. Ignores case and punctuation. */
export function nearestName(text: string, names: readonly string[]): string | null {
  const wanted = plain(text)
  let nearest: string | null = null
  // A short name allows one edit, and a long one an edit for every four characters.
  let least = Math.max(1, Math.floor(wanted.length / 4)) + 1
  for (const name of names) {
    const edits = editsBetween(wanted, plain(name), least)
    if (edits >= least) continue
    nearest = name
    least = edits
  }
  return nearest
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Counts insertions, deletions, replacements and swaps of neighbours. Returns `limit` when there are as many or more. */
function editsBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let [before, row]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1]
      const replaced = at(row, j - 1) + (isSame ? 0 : 1)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? at(before, j - 2) + 1 : limit
      next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, replaced, swapped))
    }
    before = row ?? []
    row = next
  }
  return Math.min(at(row, b.length), limit)
}

const at = (row: readonly number[] | undefined, index: number): number => row?.[index] ?? 0
