import type { FLORA } from '@flora-ai/flora'
import { startApi } from '../api.ts'
import { expectGoodClient } from '../checks.ts'
import { expectDocumented, isDocumented } from '../documented.ts'

type Call = (client: FLORA) => PromiseLike<unknown>

/** Calls of one method of the SDK that the shipped fixtures accept. */
interface Calls {
  /** With the required parameters only. */
  readonly least: Call
  /** With all parameters. */
  readonly all: Call
}

/** Calls by method, such as `workspaces.list`. */
export type MethodTable = Readonly<Record<string, Calls>>

type RequiredKeys<Params> = {
  [Key in keyof Params]-?: object extends Pick<Params, Key> ? never : Key
}[keyof Params]

/** Compiles only for the required parameters and no others. */
export const least = <Params extends object>(params: Pick<Params, RequiredKeys<Params>>) => params

/** Compiles only for all parameters. */
export const all = <Params extends object>(params: Required<Params>): Required<Params> => params

/** Returns the names of all methods of an SDK client. */
export function methodsOf(client: object): string[] {
  return resourcesOf(client).flatMap(([name, resource]) => methodsBelow(resource, name))
}

function methodsBelow(resource: object, name: string): string[] {
  const prototype: unknown = Object.getPrototypeOf(resource)
  const own = Object.getOwnPropertyNames(prototype).filter((member) => member !== 'constructor')
  const nested = resourcesOf(resource).flatMap(([member, inner]) => methodsBelow(inner, `${name}.${member}`))
  return [...own.map((member) => `${name}.${member}`), ...nested]
}

/** Resources have a client. Other members, such as the logger and the helper for webhooks, are left out. */
function resourcesOf(parent: object): [string, object][] {
  return Object.entries(parent).filter(
    (entry): entry is [string, object] =>
      typeof entry[1] === 'object' && entry[1] !== null && '_client' in entry[1] && entry[0] !== 'webhooks',
  )
}

/** Options of every SDK version. */
interface ClientOptions {
  readonly baseURL: string
  readonly apiKey: string
  readonly maxRetries: number
  readonly fetch: typeof globalThis.fetch
}

interface Request {
  readonly name: string
  readonly status: number
  readonly documented: boolean
}

/** Starts an emulator and a client of it, whose documented answers are validated with openapi.yaml. */
export async function watchedClient<Client = FLORA>(
  Sdk: new (options: ClientOptions) => Client,
): Promise<{ client: Client; requests: Request[] }> {
  const { emulator, apiKey } = await startApi()
  expectGoodClient(emulator)
  const requests: Request[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new globalThis.Request(input, init)
    const response = await emulator.fetch(request)
    const { method } = request
    const path = new URL(request.url).pathname.slice(new URL(emulator.baseUrl).pathname.length)
    const { status } = response
    // Signed URLs are not part of the API.
    if (!request.url.startsWith(emulator.baseUrl)) return response
    const documented = isDocumented(method, path)
    if (documented) expectDocumented(method, path, status, await response.clone().json())
    requests.push({ name: `${method} ${path}`, status, documented })
    return response
  }
  return { client: new Sdk({ baseURL: emulator.baseUrl, apiKey, maxRetries: 0, fetch }), requests }
}
