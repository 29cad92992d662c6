declare const value: unique symbol

/** JSON of a `Value` that was written before. The serializer sends its text as it is. */
export class WrittenJson<Value> {
  declare readonly [value]: Value
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export const writeJson = <Value>(from: Value): WrittenJson<Value> => new WrittenJson(JSON.stringify(from))

/** Writes an object that holds a list of what was written before, such as a page of a history. */
export const writePage = <List extends string, Item, Rest extends object>(
  list: List,
  items: readonly WrittenJson<Item>[],
  rest: Rest,
): WrittenJson<Readonly<Record<List, Item[]>> & Rest> => {
  const { text } = writeJson(rest)
  return new WrittenJson(`{"${list}":[${items.map((item) => item.text).join(',')}],${text.slice(1)}`)
}
