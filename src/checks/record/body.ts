type Members = Readonly<Record<string, unknown>>

/** Returns the members of a JSON object. None for any other text, such as a body that is truncated. */
export function membersOf(text: string): Members {
  const value = parse(text)
  return isObject(value) && !Array.isArray(value) ? value : {}
}

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Yields the texts in a value with the path to each, such as `inputs.0.url`. */
export function* textsIn(value: unknown, path = ''): Generator<readonly [path: string, text: string]> {
  if (typeof value === 'string') yield [path, value]
  else if (isObject(value)) {
    for (const [name, member] of Object.entries(value))
      yield* textsIn(member, path === '' ? name : `${path}.${name}`)
  }
}
