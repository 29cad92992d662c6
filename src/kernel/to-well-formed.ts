/**
 * A body without half surrogate pairs. SQLite keeps UTF-8, which has none; replaced here, every answer has the same text,
 * and two ids that differ only in them are found to be one before they are stored.
 */
export function wellFormed<Body>(body: Body): Body {
  const text = JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  )
  return JSON.parse(text) as Body
}
