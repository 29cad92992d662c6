import type { FLORA } from '@flora-ai/flora'
import { startApi } from '../api.ts'
import { expectDocumented, isDocumented } from '../documented.ts'

type Call = (client: FLORA) => PromiseLike<unknown>

/** Calls of one method of the SDK that the shipped fixtures accept. */
interface Calls {
  /** With what it requires, and nothing else. */
  readonly least: Call
  /** With every parameter it has. */
  readonly all: Call
}

/** By name, such as `workspaces.list`. */
export type MethodTable = Readonly<Record<string, Calls>>

type RequiredKeys<Params> = {
  [Key in keyof Params]-?: object extends Pick<Params, Key> ? never : Key
}[keyof Params]

/** Compiles only for the required parameters and no others. */
export const least = <Params extends object>(params: Pick<Params, RequiredKeys<Params>>) => params

/** Compiles only for all parameters. */
export const all = <Params extends object>(params: Required<Params>): Required<Params> => params

/** The names of all methods that the SDK's client has for the API. */
export function methodsOf(client: object): string[] {
  return resourcesOf(client).flatMap(([name, resource]) => methodsBelow(resource, name))
}

function methodsBelow(resource: object, name: string): string[] {
  const prototype: unknown = Object.getPrototypeOf(resource)
  const own = Object.getOwnPropertyNames(prototype).filter((member) => member !== 'constructor')
  const nested = resourcesOf(resource).flatMap(([member, inner]) => methodsBelow(inner, `${name}.${member}`))
  return [...own.map((member) => `${name}.${member}`), ...nested]
}

/** Not every object is a resource: clients have a logger and a helper for webhooks, resources have their client. */
function resourcesOf(parent: object): [string, object][] {
  return Object.entries(parent).filter(
    (entry): entry is [string, object] =>
      typeof entry[1] === 'object' && entry[1] !== null && '_client' in entry[1] && entry[0] !== 'webhooks',
  )
}

/** What every version of the SDK takes. */
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

/** A client of an emulator of its own, whose documented answers are held against openapi.yaml. */
export async function watchedClient<Client = FLORA>(
  Sdk: new (options: ClientOptions) => Client,
): Promise<{ client: Client; requests: Request[] }> {
  const { emulator, apiKey } = await startApi()
  const requests: Request[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new globalThis.Request(input, init)
    const response = await emulator.fetch(request)
    const { method } = request
    const path = new URL(request.url).pathname.slice(new URL(emulator.baseUrl).pathname.length)
    const { status } = response
    // Where signed URLs point is not part of the API.
    if (!request.url.startsWith(emulator.baseUrl)) return response
    const documented = isDocumented(method, path)
    if (documented) expectDocumented(method, path, status, await response.clone().json())
    requests.push({ name: `${method} ${path}`, status, documented })
    return response
  }
  return { client: new Sdk({ baseURL: emulator.baseUrl, apiKey, maxRetries: 0, fetch }), requests }
}
