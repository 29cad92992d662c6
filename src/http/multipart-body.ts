import { setImmediate as nextTurn } from 'node:timers/promises'
import pLimit from 'p-limit'
import { validationError } from '../kernel/errors.ts'

/** A file of a form. Its bytes are behind a getter, so that neither spread nor JSON.stringify copies them. */
export class FormFile {
  readonly name: string
  readonly type: string
  readonly size: number
  readonly #bytes: Uint8Array

  constructor(name: string, type: string, bytes: Uint8Array) {
    this.name = name
    this.type = type
    this.size = bytes.length
    this.#bytes = bytes
  }

  get bytes(): Uint8Array {
    return this.#bytes
  }
}

/** The parts of a form, in the order of the body. */
export type FormParts = readonly (readonly [name: string, value: string | FormFile])[]

/** Node parses a form synchronously, 20 MB in 20 to 40 ms, so two forms must not be parsed in one turn. */
const oneAtATime = pLimit(1)

/** Parses a form with the parser of Node's own `fetch` (docs/decisions/009-multipart.md). Throws 400 for a broken one. */
export async function parseMultipart(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormParts> {
  return oneAtATime(async () => {
    // Lets other requests run before each form.
    await nextTurn()
    const parts = await formEntries(body, contentType)
    return Promise.all(
      parts.map(async ([name, value]) => {
        if (typeof value === 'string') return [name, value] as const
        const bytes = new Uint8Array(await value.arrayBuffer())
        return [name, new FormFile(value.name, value.type, bytes)] as const
      }),
    )
  })
}

async function formEntries(
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<[string, string | File][]> {
  try {
    const form = await new Response(body, { headers: { 'content-type': contentType } }).formData()
    return [...form.entries()]
  } catch {
    throw validationError([{ field: 'body', message: 'Not a valid multipart/form-data body' }])
  }
}

/** Converts a form to an object. Throws 400 for a repeated name. Ignores a text in the place of the file, and any other file. */
export function formObject(parts: FormParts, fileField: string): Record<string, string | FormFile> {
  const names = parts.map(([name]) => name)
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
  if (twice.length > 0) {
    throw validationError(twice.map((field) => ({ field, message: 'Must not come more than once' })))
  }
  const fits = parts.filter(([name, value]) => (name === fileField) === value instanceof FormFile)
  return Object.fromEntries(fits)
}
