/** A stored value that this version cannot read: the database is damaged, or was changed by hand. */
class StoredStateError extends Error {
  constructor(column: string, options?: ErrorOptions) {
    super(`The database holds a value in ${column} that cannot be read.`, options)
    this.name = 'StoredStateError'
  }
}

/** A column that holds JSON. Migrations keep its values in the form that this version writes. */
export class JsonColumn<Value> {
  readonly #name

  /** @param name for the error, such as `runs.request` */
  constructor(name: string) {
    this.#name = name
  }

  write(value: Value): string {
    return JSON.stringify(value)
  }

  /** @throws StoredStateError when the text is not JSON */
  read(text: string): Value {
    try {
      return JSON.parse(text) as Value
    } catch (error) {
      throw new StoredStateError(this.#name, { cause: error })
    }
  }
}
