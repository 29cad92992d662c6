/**
 * The tests that Stainless generates for the resources of each SDK, rewritten. FLORA's repository has them switched off,
 * as they need a mock server. A placeholder stands where the OpenAPI document has no example: the name of the member,
 * `foo`, `x` or https://example.com.
 */
import type FLORA from '@flora-ai/flora'
import { expect } from 'vitest'
import type { Check } from './score.ts'

/** In order of their release. */
const VERSIONS = ['0.3.0', '0.7.1', '0.10.0', '0.11.0'] as const
export type Version = (typeof VERSIONS)[number]

type Call = (client: FLORA, version: Version) => PromiseLike<unknown>

export interface GeneratedTest {
  readonly name: string
  readonly since: Version
  readonly call: Call
}

/** The tests of one version. */
export function testsOf(tests: readonly GeneratedTest[], version: Version, client: FLORA): Check[] {
  return tests
    .filter(({ since }) => !isBefore(version, since))
    .map(({ name, call }) => ({ name, run: async () => call(client, version) }))
}

export const isBefore = (version: Version, other: Version): boolean =>
  VERSIONS.indexOf(version) < VERSIONS.indexOf(other)

/** What the SDK's promises can do. */
interface SdkPromise extends PromiseLike<unknown> {
  asResponse(): Promise<Response>
  withResponse(): Promise<{ readonly data: unknown; readonly response: Response }>
}

/** One request, whose answer is read in three ways. */
async function readThreeWays(promise: SdkPromise): Promise<void> {
  const raw = await promise.asResponse()
  const answer = await promise
  const { data, response } = await promise.withResponse()
  expect(response).toBe(raw)
  expect(data).toBe(answer)
}

type SdkCall = (client: FLORA, version: Version) => SdkPromise

/** A method without required parameters. */
export const plain = (name: string, since: Version, call: SdkCall): GeneratedTest => ({
  name,
  since,
  call: async (client, version) => readThreeWays(call(client, version)),
})

/** A method with required parameters. */
export const withParams = (
  name: string,
  since: Version,
  { required, all = required }: { readonly required: SdkCall; readonly all?: Call },
): GeneratedTest[] => [
  plain(`${name}: only required params`, since, required),
  { name: `${name}: required and optional params`, since, call: all },
]

/** A method whose parameters are all optional: they are sent to a path that must be unknown. */
export const withOptions = (
  name: string,
  since: Version,
  none: SdkCall,
  all: (client: FLORA, options: { readonly path: string }) => PromiseLike<unknown>,
): GeneratedTest[] => [
  plain(name, since, none),
  {
    name: `${name}: request options and params are passed correctly`,
    since,
    call: async (client) => {
      const running = Promise.resolve(all(client, { path: '/_stainless_unknown_path' }))
      await expect(running).rejects.toMatchObject({ status: 404 })
    },
  },
]
