import { validationError } from '../kernel/errors.ts'

/** A file in a form. Its bytes are behind a getter, so that whoever copies or prints members leaves them alone. */
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

/** The parts of a form in the order in which they were sent. */
export type FormParts = readonly (readonly [name: string, value: string | FormFile])[]

/** Reads a form with the parser of Node's own `fetch` (docs/decisions/009-multipart.md). Throws 400 for a broken one. */
export async function parseMultipart(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormParts> {
  let parts: [string, string | File][]
  try {
    const form = await new Response(body, { headers: { 'content-type': contentType } }).formData()
    parts = [...form.entries()]
  } catch {
    throw validationError([{ field: 'body', message: 'Not a valid multipart/form-data body' }])
  }
  return Promise.all(
    parts.map(async ([name, value]) => {
      if (typeof value === 'string') return [name, value] as const
      return [name, new FormFile(value.name, value.type, new Uint8Array(await value.arrayBuffer()))] as const
    }),
  )
}

/** The form as an object. A name that comes twice is refused, a text in the place of the file left out. */
export function formObject(parts: FormParts, fileField: string): Record<string, string | FormFile> {
  const names = parts.map(([name]) => name)
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
  if (twice.length > 0) {
    throw validationError(twice.map((field) => ({ field, message: 'Must not come more than once' })))
  }
  const fits = parts.filter(([name, value]) => (name === fileField) === value instanceof FormFile)
  return Object.fromEntries(fits)
}
