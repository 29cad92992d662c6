/** Texts, each once. Answers such as the list of models repeat. */
export class Texts {
  readonly #indexes = new Map<string, number>()

  /** @returns the index of the text, and the characters that it adds */
  add(text: string): { readonly index: number; readonly added: number } {
    const known = this.#indexes.get(text)
    if (known !== undefined) return { index: known, added: 0 }
    const index = this.#indexes.size
    this.#indexes.set(text, index)
    return { index, added: text.length }
  }

  all(): string[] {
    return [...this.#indexes.keys()]
  }
}
