/** Formats a length in px, rounded to tenths, which is finer than visible. */
export const px = (value: number): string => String(Math.round(value * 10) / 10)

/** @param paint attributes for fill and stroke. */
export const circle = (x: number, y: number, radius: number, paint: string): string =>
  `<circle cx="${px(x)}" cy="${px(y)}" r="${px(radius)}" ${paint}/>`

/** @param paint attributes for fill and stroke. */
export const rect = (x: number, y: number, width: number, height: number, paint: string): string =>
  `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" ${paint}/>`

/** @param opacity 0 to 1. */
export const fill = (colour: string, opacity = 1): string =>
  opacity === 1 ? `fill="${colour}"` : `fill="${colour}" fill-opacity="${opacity}"`

/**
 * @param width in px.
 * @param opacity 0 to 1.
 */
export const stroke = (colour: string, width: number, opacity = 1): string =>
  `fill="none" stroke="${colour}" stroke-width="${px(width)}" stroke-opacity="${opacity}"`

/** Defines a linear gradient from top to bottom or from left to right. */
export function gradient(id: string, from: string, to: string, direction: 'down' | 'right' = 'down'): string {
  const end = direction === 'down' ? 'x2="0" y2="1"' : 'x2="1" y2="0"'
  return `<linearGradient id="${id}" x1="0" y1="0" ${end}><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`
}

/**
 * Draws a smooth line through points at equal distances, closed along the bottom edge.
 *
 * @param heights in px from the top.
 */
export function hill(heights: readonly number[], width: number, bottom: number, paint: string): string {
  const step = width / (heights.length - 1)
  const first = heights[0] ?? bottom
  let path = `M0 ${px(bottom)}L0 ${px(first)}`
  for (const [index, height] of heights.entries()) {
    if (index === 0) continue
    const [from, to] = [(index - 1) * step, index * step]
    const middle = (from + to) / 2
    const before = heights[index - 1] ?? height
    path += `C${px(middle)} ${px(before)} ${px(middle)} ${px(height)} ${px(to)} ${px(height)}`
  }
  return `<path d="${path}L${px(width)} ${px(bottom)}Z" ${paint}/>`
}

/**
 * Interpolates between two colours of the form `#rrggbb`.
 *
 * @param share 0 gives the first, 1 the second.
 */
export function blend(from: string, to: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [low, high] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16))
    return Math.round((low ?? 0) + ((high ?? 0) - (low ?? 0)) * share)
  })
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}
