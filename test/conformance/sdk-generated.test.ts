/** The tests that Stainless generates for the resources of each SDK. */
import { FLORA as Sdk11 } from '@flora-ai/flora'
import { Flora as Sdk3 } from 'flora-sdk-0.3'
import { FLORA as Sdk7 } from 'flora-sdk-0.7'
import { FLORA as Sdk10 } from 'flora-sdk-0.10'
import { afterAll } from 'vitest'
import { type Emulator, startEmulator } from '../../src/index.ts'
import { testsOf } from '../support/conformance/generated-tests.ts'
import { expectNoFindings } from '../support/checks.ts'
import { describeSuite } from '../support/conformance/score.ts'
import { mediaTests } from './generated/media.ts'
import { projectTests } from './generated/projects.ts'

type Sdk = typeof Sdk11 | typeof Sdk10 | typeof Sdk7 | typeof Sdk3

const emulators: Emulator[] = []
afterAll(async () => {
  for (const emulator of emulators) {
    await expectNoFindings(emulator)
    await emulator.close()
  }
})

for (const [version, Client] of [
  ['0.3.0', Sdk3],
  ['0.7.1', Sdk7],
  ['0.10.0', Sdk10],
  ['0.11.0', Sdk11],
] as const) {
  for (const [suite, examples] of [
    [`SDK ${version} generated tests`, false],
    [`SDK ${version} generated tests with --examples`, true],
  ] as const) {
    const emulator = await startEmulator({
      seed: 'test',
      clock: 'manual',
      now: '2026-03-01T09:00:00Z',
      examples,
    })
    emulators.push(emulator)
    const client = clientOf(Client, emulator)
    describeSuite(suite, testsOf([...mediaTests, ...projectTests], version, client))
  }
}

/** Every version has the methods of those before. */
function clientOf(Client: Sdk, { baseUrl: baseURL, fetch }: Emulator): Sdk11 {
  return new Client({ baseURL, apiKey: 'My API Key', maxRetries: 0, fetch }) as Sdk11
}
