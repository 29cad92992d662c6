/** A name in the form in which it is searched: folded in case and in the form of its characters. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

/** The `LIKE` pattern, with `\\` as escape character, for folded names that contain a text. */
export const containing = (text: string): string => `%${fold(text).replaceAll(/[%_\\]/g, String.raw`\$&`)}%`
