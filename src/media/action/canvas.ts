import type { ActionWork } from '../job.ts'
import { type Poster, poster } from '../picture/poster.ts'

/** Drawing surface of an action: size in px, params and inputs (URLs and texts). */
export interface Canvas {
  readonly width: number
  readonly height: number
  readonly params: ActionWork['params']
  readonly inputs: readonly string[]
}

/** An SVG fragment and its size in px. */
export interface Source {
  readonly width: number
  readonly height: number
  readonly content: string
}

/** Size that inputs are assumed to have, in px, as they are never read. */
const SOURCE = { width: 1024, height: 768 }

/** Draws the placeholder of an input. Inputs are never read; the picture follows from the URL. */
export function sourceOf(input: string): Source {
  const { art, caption }: Poster = poster(input, SOURCE.width, SOURCE.height, {
    title: nameOf(input),
    details: [],
  })
  // Other pictures of the same drawing must not have the same ids.
  const content = unique(art + caption, input)
  return { ...SOURCE, content }
}

/**
 * Places a picture in a box.
 *
 * @param box position and size in px.
 * @param fit as `object-fit` in CSS; `stretch` is its `fill`.
 */
export function place(
  { width, height, content }: Source,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  fit: 'contain' | 'cover' | 'stretch',
): string {
  const align = { contain: 'xMidYMid meet', cover: 'xMidYMid slice', stretch: 'none' }[fit]
  return `<svg x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="${align}"><svg width="${width}" height="${height}">${content}</svg></svg>`
}

/** Returns the last segment of a URL's path, or a text unchanged. */
function nameOf(input: string): string {
  if (!/^[a-z]+:\/\//i.test(input)) return input === '' ? 'Input' : input
  const path = input.split(/[?#]/, 1)[0] ?? ''
  return path.split('/').findLast((part) => part !== '') ?? input
}

/** Appends a hash of the input to all ids and references. */
function unique(content: string, input: string): string {
  let hash = 0
  for (const character of input) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0
  return content
    .replaceAll(/ id="(\w+)"/g, (_, id: string) => ` id="${id}-${hash}"`)
    .replaceAll(/url\(#(\w+)\)/g, (_, id: string) => `url(#${id}-${hash})`)
}

/** Reads a number from the params. */
export const number = (params: Canvas['params'], name: string, fallback: number): number => {
  const value = params[name]
  return typeof value === 'number' ? value : fallback
}

/** Reads a text from the params; by default empty. */
export const text = (params: Canvas['params'], name: string): string => {
  const value = params[name]
  return typeof value === 'string' ? value : ''
}

/** Reads a hexadecimal colour. Anything else becomes the fallback, as it could break out of its attribute. */
export const colour = (params: Canvas['params'], name: string, fallback: string): string =>
  /^#[0-9a-f]{3,8}$/i.test(text(params, name)) ? text(params, name) : fallback

/**
 * Reads a point, usually in shares of the canvas.
 *
 * @param fallback value of a missing coordinate.
 */
export function point(params: Canvas['params'], name: string, fallback: number): { x: number; y: number } {
  const value = params[name]
  const members = new Map<string, unknown>(
    typeof value === 'object' && value !== null ? Object.entries(value) : [],
  )
  const [x, y] = [members.get('x'), members.get('y')]
  return { x: typeof x === 'number' ? x : fallback, y: typeof y === 'number' ? y : fallback }
}
