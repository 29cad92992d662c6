import type { Static, TSchema } from 'typebox'
import { VERSION } from '../config/package-root.ts'
import { parseJson } from '../http/json-body.ts'
import { reasonOf } from '../kernel/errors.ts'
import { createCompiler } from '../kernel/validation.ts'
import {
  BUNDLE_FORMAT,
  BUNDLE_VERSION,
  BundleManifest,
  BundleRequests,
  type RequestStep,
} from '../schemas/bundle.ts'
import { RequestList } from '../schemas/control/requests/request.ts'
import { Archive, unusable } from './archive.ts'

/** Levels of JSON: those of a body, inside the lists of a bundle. */
const DEPTH_MAX = 80

const compile = createCompiler({
  coerce: false,
  closed: false,
  publicCallbacks: false,
  firstOnly: true,
  schemas: [],
})

/** A bundle that is open. Its large parts are read when they are asked for. Every method throws a StartError with exit code 4. */
export class Bundle {
  readonly file
  readonly manifest
  readonly #archive

  private constructor(archive: Archive, file: string, manifest: BundleManifest) {
    this.file = file
    this.manifest = manifest
    this.#archive = archive
  }

  static async open(file: string): Promise<Bundle> {
    const archive = await Archive.open(file)
    try {
      const manifest = await readManifest(archive, file)
      return new Bundle(archive, file, manifest)
    } catch (error) {
      archive.close()
      throw error
    }
  }

  async requests(): Promise<BundleRequests> {
    const requests = validated(this.file, 'requests.json', BundleRequests, await this.#json('requests.json'))
    checkTexts(this.file, requests)
    return requests
  }

  /** Returns the snapshot of a world at the end, in JSON. */
  async snapshot(world: string): Promise<Buffer> {
    return this.#archive.read(worldFile(world, 'snapshot'))
  }

  /** Returns a snapshot that a step names, in JSON. */
  async state(name: string): Promise<Buffer> {
    return this.#archive.read(name)
  }

  async journal(world: string): Promise<RequestList> {
    const name = worldFile(world, 'requests')
    return validated(this.file, name, RequestList, await this.#json(name))
  }

  close(): void {
    this.#archive.close()
  }

  async #json(name: string): Promise<unknown> {
    return jsonOf(this.file, name, await this.#archive.read(name))
  }
}

/** The name of a file about a world. */
export const worldFile = (
  world: string,
  name: 'snapshot' | 'requests' | 'deliveries' | 'ledger' | 'findings',
): string => `worlds/${world}/${name}.json`

async function readManifest(archive: Archive, file: string): Promise<BundleManifest> {
  const name = 'bundle.json'
  if (!archive.has(name)) throw unusable(file, `it is no bundle of flora-emulator exec: ${name} is missing`)
  const value = jsonOf(file, name, await archive.read(name))
  const { format, version } =
    typeof value === 'object' && value !== null ? (value as Partial<BundleManifest>) : {}
  if (format === BUNDLE_FORMAT && typeof version === 'number' && version > BUNDLE_VERSION) {
    throw unusable(
      file,
      `it has version ${version}, and flora-emulator ${VERSION} reads version ${BUNDLE_VERSION}. Use a newer flora-emulator.`,
    )
  }
  return validated(file, name, BundleManifest, value)
}

function jsonOf(file: string, name: string, bytes: Buffer): unknown {
  try {
    return parseJson(bytes.toString('utf8'), { field: name, depthMax: DEPTH_MAX })
  } catch (error) {
    throw unusable(file, `${name}: ${reasonOf(error)}`)
  }
}

function validated<Schema extends TSchema>(
  file: string,
  name: string,
  schema: Schema,
  value: unknown,
): Static<Schema> {
  const [problem] = compile(schema)(value)
  if (problem !== undefined) throw unusable(file, `${name}: ${problem.field}: ${problem.message}`)
  return value as Static<Schema>
}

function checkTexts(file: string, { texts, steps }: BundleRequests): void {
  const isMissing = (body: RequestStep['body'] | NonNullable<RequestStep['answer']>['body']): boolean =>
    body !== null && 'text' in body && texts[body.text] === undefined
  for (const [index, step] of steps.entries()) {
    if (step.type === 'request' && (isMissing(step.body) || isMissing(step.answer?.body ?? null))) {
      throw unusable(file, `requests.json: steps.${index}: its text is missing`)
    }
  }
}
