import { UnreadableData } from '../kernel/database-health.ts'

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

  /** @throws UnreadableData when the text is not JSON */
  read(text: string): Value {
    try {
      return JSON.parse(text) as Value
    } catch (error) {
      throw new UnreadableData(`no JSON in column ${this.#name}`, { cause: error })
    }
  }
}
