import type { Font } from './font.ts'

/** Characters at most, which bounds the work; captions show fewer. */
const CHARACTERS_MAX = 2_000
/** Replaces a letter that the font lacks. */
const MISSING = '·'
const ELLIPSIS = '…'

/**
 * Reduces a text to characters of the font. White space becomes single spaces; control and format characters go. Letters
 * that the font lacks become dots, symbols and emoji that it lacks are left out.
 */
export function drawable(text: string, font: Font): string {
  const cut = Array.from(text.slice(0, CHARACTERS_MAX * 2).toWellFormed()).slice(0, CHARACTERS_MAX)
  const characters = Array.from(cut.join('').normalize('NFC')).flatMap((character) => {
    if (/\s/u.test(character)) return [' ']
    if (/\p{C}/u.test(character)) return []
    if (font.has(codeOf(character))) return [character]
    return /[\p{L}\p{N}]/u.test(character) ? [MISSING] : []
  })
  return characters.join('').replaceAll(/ +/g, ' ').trim()
}

/** Returns the width in ems, without kerning. */
export function widthOf(text: string, font: Font): number {
  let width = 0
  for (const character of text) width += font.widthOf(codeOf(character))
  return width
}

/** Breaks a text into lines of at most `width` ems, at spaces where possible. */
export function wrap(text: string, width: number, font: Font): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer, font) <= width) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = breakWord(word, width, font)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  if (line !== '') lines.push(line)
  return lines
}

/**
 * Keeps the first `count` lines. If lines are left out, the last one ends in an ellipsis.
 *
 * @param width in ems.
 */
export function clipLines(lines: readonly string[], count: number, width: number, font: Font): string[] {
  if (lines.length <= count) return [...lines]
  const kept = lines.slice(0, count)
  return [...kept.slice(0, -1), clipLine(`${kept.at(-1) ?? ''}${ELLIPSIS}`, width, font)]
}

/** Cuts a text with an ellipsis if it is wider than `width` ems. */
export function clipLine(text: string, width: number, font: Font): string {
  if (widthOf(text, font) <= width) return text
  const characters = Array.from(text.endsWith(ELLIPSIS) ? text.slice(0, -1) : text)
  while (characters.length > 0 && widthOf(characters.join('') + ELLIPSIS, font) > width) characters.pop()
  return characters.join('').trimEnd() + ELLIPSIS
}

/** Breaks a word into pieces of at most `width` ems. */
function breakWord(word: string, width: number, font: Font): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const character of word) {
    if (piece !== '' && widthOf(piece + character, font) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}

const codeOf = (character: string): number => character.codePointAt(0) ?? 0
