import { readFileSync } from 'node:fs'
import { packageFile } from '../../config/package-root.ts'

/** Path of the shipped font. */
export const FONT_FILE = packageFile('fonts/Inter-SemiBold.ttf')

/** Characters and advance widths of a font. */
export interface Font {
  /** Returns true if the font has a glyph for the character. */
  has(codePoint: number): boolean
  /** Advance width in ems, without kerning: a line is drawn at most a little shorter than measured. */
  widthOf(codePoint: number): number
}

let shipped: Font | undefined

/** Returns the shipped font, which is read once. */
export function shippedFont(): Font {
  shipped ??= readFont(readFileSync(FONT_FILE))
  return shipped
}

/** Reads the character map and the advance widths of a TrueType file. */
function readFont(file: Buffer): Font {
  const table = tablesOf(file)
  const unitsPerEm = table('head').readUInt16BE(18)
  const widthCount = table('hhea').readUInt16BE(34)
  const widths = table('hmtx')
  const glyphs = readGroups(table('cmap'))
  return {
    has: (codePoint) => glyphs.has(codePoint),
    widthOf: (codePoint) => {
      // Glyphs beyond the last entry of `hmtx` share its width.
      const glyph = Math.min(glyphs.get(codePoint) ?? 0, widthCount - 1)
      return widths.readUInt16BE(glyph * 4) / unitsPerEm
    },
  }
}

/** Indexes the tables of a font file by tag. The returned function throws if a table is missing. */
function tablesOf(file: Buffer): (tag: string) => Buffer {
  const tables = new Map<string, Buffer>()
  for (let index = 0; index < file.readUInt16BE(4); index += 1) {
    const entry = 12 + index * 16
    const offset = file.readUInt32BE(entry + 8)
    const tag = file.toString('latin1', entry, entry + 4)
    tables.set(tag, file.subarray(offset, offset + file.readUInt32BE(entry + 12)))
  }
  return (tag) => {
    const found = tables.get(tag)
    if (found === undefined) throw new Error(`The font has no table ${tag}`)
    return found
  }
}

/** Reads glyph ids by code point from the `cmap` subtable of format 12, which covers all of Unicode. */
function readGroups(cmap: Buffer): ReadonlyMap<number, number> {
  const glyphs = new Map<number, number>()
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4))
    if (subtable.readUInt16BE(0) !== 12) continue
    for (let group = 0; group < subtable.readUInt32BE(12); group += 1) {
      const at = 16 + group * 12
      const [first, last] = [subtable.readUInt32BE(at), subtable.readUInt32BE(at + 4)]
      const glyph = subtable.readUInt32BE(at + 8)
      for (let code = first; code <= last; code += 1) glyphs.set(code, glyph + code - first)
    }
  }
  if (glyphs.size === 0) throw new Error('The font has no character map of format 12')
  return glyphs
}
