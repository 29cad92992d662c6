import { METHODS } from 'node:http'
import type { Static, TSchema } from 'typebox'
import { VERSION } from '../config/package-root.ts'
import { parseJson } from '../http/json-body.ts'
import { ApiError, reasonOf } from '../kernel/errors.ts'
import { createCompiler } from '../kernel/validation.ts'
import {
  BUNDLE_FORMAT,
  BUNDLE_VERSION,
  BundleManifest,
  type BundleRequests,
  BundleRequestsFile,
  RequestStep,
  StateStep,
} from '../schemas/bundle.ts'
import { FindingList } from '../schemas/control/checks/finding.ts'
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
    return requestsIn(this.file, await this.#json('requests.json'))
  }

  /** Returns a snapshot by the name of its file, in JSON. */
  async snapshot(name: string): Promise<Buffer> {
    return this.#archive.read(name)
  }

  async journal(world: string): Promise<RequestList> {
    const name = worldFile(world, 'requests')
    return journalIn(this.file, name, await this.#json(name))
  }

  async findings(world: string): Promise<FindingList> {
    const name = worldFile(world, 'findings')
    return findingsIn(this.file, name, await this.#json(name))
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
  const manifest = manifestIn(file, name, value)
  if (new Set(manifest.worlds).size < manifest.worlds.length) {
    throw unusable(file, `${name}: worlds: names a world twice`)
  }
  return manifest
}

function jsonOf(file: string, name: string, bytes: Buffer): unknown {
  try {
    return parseJson(bytes.toString('utf8'), { field: name, depthMax: DEPTH_MAX })
  } catch (error) {
    // Other problems begin with the name.
    const isInvalid = error instanceof ApiError && error.code === 'invalid_json'
    throw unusable(file, isInvalid ? `${name}: it is not valid JSON` : reasonOf(error))
  }
}

/** Returns a function that validates a part of a bundle. */
function readerOf<Schema extends TSchema>(schema: Schema) {
  const validate = compile(schema)
  return (file: string, place: string, value: unknown): Static<Schema> => {
    const [problem] = validate(value)
    if (problem !== undefined) throw unusable(file, `${place}: ${problem.field}: ${problem.message}`)
    return value as Static<Schema>
  }
}

const manifestIn = readerOf(BundleManifest)
const journalIn = readerOf(RequestList)
const findingsIn = readerOf(FindingList)
const stepsIn = readerOf(BundleRequestsFile)
const requestIn = readerOf(RequestStep)
const stateIn = readerOf(StateStep)

function requestsIn(file: string, value: unknown): BundleRequests {
  const name = 'requests.json'
  const { texts, steps } = stepsIn(file, name, value)
  const states = new Set<string>()
  const read = steps.map((step, index): RequestStep | StateStep => {
    const place = `${name}: steps.${index}`
    if (step.type === 'request') {
      const request = requestIn(file, place, step)
      checkRequest(file, place, request, texts)
      return request
    }
    const state = stateIn(file, place, step)
    // Each may be large, and a restoration takes its time.
    if (states.has(state.file)) throw unusable(file, `${place}: file: ${state.file} is named twice`)
    states.add(state.file)
    return state
  })
  return { texts, steps: read }
}

function checkRequest(file: string, place: string, request: RequestStep, texts: readonly string[]): void {
  if (!METHODS.includes(request.method)) {
    throw unusable(file, `${place}: method: Node ${process.version} knows no method ${request.method}`)
  }
  for (const body of [request.body, request.answer?.body ?? null]) {
    if (body !== null && 'text' in body && texts[body.text] === undefined) {
      throw unusable(file, `${place}: its text is missing`)
    }
  }
}
