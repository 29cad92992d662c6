/** Cuts a text to `count` characters (code points), so that no surrogate pair is split. */
export const firstCharacters = (text: string, count: number): string =>
  // A code point has at most two code units; the slice keeps a long text from being copied whole.
  Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join('')
