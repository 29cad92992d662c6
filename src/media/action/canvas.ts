import type { ActionWork } from '../job.ts'
import { type Poster, poster } from '../picture/poster.ts'

/** What an action draws on. */
export interface Canvas {
  readonly width: number
  readonly height: number
  readonly params: ActionWork['params']
  readonly inputs: readonly string[]
}

export interface Source {
  readonly width: number
  readonly height: number
  readonly content: string
}

const SOURCE = { width: 1024, height: 768 }

/** The picture that stands for an input, which is never read: the same one for the same URL. */
export function sourceOf(input: string): Source {
  const { art, caption }: Poster = poster(input, SOURCE.width, SOURCE.height, {
    title: nameOf(input),
    details: [],
  })
  // Ids must not meet those of another picture in the same drawing.
  const content = unique(art + caption, input)
  return { ...SOURCE, content }
}

/** The picture in a box of the canvas: wholly in it, covering it, or stretched to it. */
export function place(
  { width, height, content }: Source,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  fit: 'contain' | 'cover' | 'stretch',
): string {
  const align = { contain: 'xMidYMid meet', cover: 'xMidYMid slice', stretch: 'none' }[fit]
  return `<svg x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="${align}"><svg width="${width}" height="${height}">${content}</svg></svg>`
}

/** The last part of a URL's path; anything else as it is. */
function nameOf(input: string): string {
  if (!/^[a-z]+:\/\//i.test(input)) return input === '' ? 'Input' : input
  const path = input.split(/[?#]/, 1)[0] ?? ''
  return path.split('/').findLast((part) => part !== '') ?? input
}

function unique(content: string, input: string): string {
  let hash = 0
  for (const character of input) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0
  return content
    .replaceAll(/ id="(\w+)"/g, (_, id: string) => ` id="${id}-${hash}"`)
    .replaceAll(/url\(#(\w+)\)/g, (_, id: string) => `url(#${id}-${hash})`)
}

export const number = (params: Canvas['params'], name: string, fallback: number): number => {
  const value = params[name]
  return typeof value === 'number' ? value : fallback
}

export const text = (params: Canvas['params'], name: string): string => {
  const value = params[name]
  return typeof value === 'string' ? value : ''
}

/** A colour as browsers write it; the fallback for anything else, which would break out of its attribute. */
export const colour = (params: Canvas['params'], name: string, fallback: string): string =>
  /^#[0-9a-f]{3,8}$/i.test(text(params, name)) ? text(params, name) : fallback

export function point(params: Canvas['params'], name: string, fallback: number): { x: number; y: number } {
  const value = params[name]
  const members = new Map<string, unknown>(
    typeof value === 'object' && value !== null ? Object.entries(value) : [],
  )
  const [x, y] = [members.get('x'), members.get('y')]
  return { x: typeof x === 'number' ? x : fallback, y: typeof y === 'number' ? y : fallback }
}
