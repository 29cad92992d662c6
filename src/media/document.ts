import jpeg from 'jpeg-js'
import type { MediaJob } from './job.ts'
import { poster, svg } from './picture/poster.ts'
import { rasterize } from './picture/raster.ts'

/** A4 in points, of which an inch has 72. */
const PAGE = { width: 595, height: 842 }
/** The picture of the page in px, at 130 per inch. */
const PICTURE = { width: 1074, height: 1520 }
const JPEG_QUALITY = 85

/**
 * Renders a PDF of one page with the picture of an image output. Invisible text repeats its words, so that programs can
 * search and extract them. No font is embedded, so any script works.
 */
export function renderDocument({ seed, title, details }: MediaJob): Uint8Array {
  const { width, height } = PICTURE
  const { art, caption } = poster(seed, width, height, { title, details })
  const { pixels } = rasterize(svg(width, height, art + caption))
  const picture = jpeg.encode({ data: pixels, width, height }, JPEG_QUALITY).data
  const words = [title, ...details].filter((line) => line !== '')
  return writePdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${PAGE.width} ${PAGE.height}]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>/Font<</F 6 0 R>>>>>>`,
    stream('', Buffer.from(`q ${PAGE.width} 0 0 ${PAGE.height} 0 0 cm/P Do Q\n${invisibleText(words)}`)),
    stream(
      `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode`,
      picture,
    ),
    '<</Type/Font/Subtype/Type0/BaseFont/Helvetica/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 8 0 R>>',
    '<</Type/Font/Subtype/CIDFontType2/BaseFont/Helvetica/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500/FontDescriptor 9 0 R>>',
    stream('', Buffer.from(TO_UNICODE)),
    '<</Type/FontDescriptor/FontName/Helvetica/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>',
  ])
}

/** Writes text in rendering mode 3, which draws nothing. Character codes are UTF-16 code units. */
function invisibleText(lines: readonly string[]): string {
  const shown = lines.map((line) => {
    const hex = Buffer.from(line.toWellFormed().replaceAll(/\p{C}/gu, ' '), 'utf16le')
      .swap16()
      .toString('hex')
    return `<${hex}> Tj T*`
  })
  return `BT 3 Tr/F 8 Tf 10 TL 40 120 Td ${shown.join(' ')} ET`
}

/** Maps each character code to the same UTF-16 code unit. */
const TO_UNICODE = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Identity def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
${ranges()}
endcmap CMapName currentdict /CMap defineresource pop end end`

/** Lists 256 ranges, as the codes of one range must share their first byte, and at most 100 per block. */
function ranges(): string {
  const rows = Array.from({ length: 256 }, (_, high) => {
    const byte = high.toString(16).padStart(2, '0')
    return `<${byte}00> <${byte}ff> <${byte}00>`
  })
  const blocks = [0, 100, 200].map((from) => rows.slice(from, from + 100))
  return blocks.map((block) => `${block.length} beginbfrange\n${block.join('\n')}\nendbfrange`).join('\n')
}

/** Encodes one byte per character. */
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

/**
 * Writes a stream object.
 *
 * @param members entries of its dictionary, without `Length`.
 */
function stream(members: string, bytes: Uint8Array): Buffer {
  const head = `<<${members}/Length ${bytes.length}>>stream\n`
  return Buffer.concat([latin1(head), bytes, latin1('\nendstream')])
}

/** Writes objects, numbered from 1, with the header, the cross-reference table and the trailer. */
function writePdf(objects: readonly (string | Buffer)[]): Uint8Array {
  // A comment of bytes above 127 marks the file as binary for transfer programs (ISO 32000-1, 7.5.2).
  const parts = [latin1('%PDF-1.7\n%âãÏÓ\n')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  for (const [index, object] of objects.entries()) {
    offsets.push(length)
    const body = typeof object === 'string' ? latin1(object) : object
    const part = Buffer.concat([latin1(`${index + 1} 0 obj\n`), body, latin1('\nendobj\n')])
    parts.push(part)
    length += part.length
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  const count = objects.length + 1
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${rows.join('')}`
  const trailer = `trailer<</Size ${count}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF\n`
  return Buffer.concat([...parts, latin1(table + trailer)])
}
