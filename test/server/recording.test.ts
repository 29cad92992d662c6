import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { StartError } from '../../src/kernel/errors.ts'
import { loadRecording } from '../../src/server/recording.ts'
import { startApi } from '../support/api.ts'
import { temporaryFolder } from '../support/fixtures.ts'

const RUN = {
  start_ms: 1000,
  end_ms: 40_000,
  progress: [{ ms: 20_000, percent: 50 }],
  quote_usd: 0.04,
  settled_usd: 0.1,
  error_code: null,
}

/** A recording with these models. */
function fileOf(models: object, rest: object = {}): string {
  const file = join(temporaryFolder(), 'recording.har')
  const recording = { version: 1, models, techniques: {}, actions: {}, ...rest }
  writeFileSync(file, JSON.stringify({ log: { version: '1.2', entries: [], _flora_emulator: recording } }))
  return file
}

test('runs of a recorded model take the recorded time and cost, and the plan is stored', async () => {
  const profile = fileOf({ 't2i-flux-2-pro': [RUN] })
  const db = join(temporaryFolder(), 'flora.sqlite')
  const api = await startApi({ profile, db })
  const { run_id: id } = await api.generate()
  await api.world.clock.advance({ seconds: 30 })
  expect(await api.run(id)).toMatchObject({ status: 'running', progress: 50 })
  await api.emulator.close()
  const again = await startApi({ db })
  await again.world.clock.advance({ seconds: 10 })
  expect(await again.run(id)).toMatchObject({ status: 'completed' })
  // The cost appears up to a minute after the end.
  await again.world.clock.advance({ seconds: 60 })
  expect(await again.run(id)).toMatchObject({ charged_cost: 0.1 })
})

test('other models, and worlds with the profile docs, are as without the file', async () => {
  const api = await startApi({ profile: fileOf({ 't2i-flux-2-pro': [RUN] }) })
  const { run_id: other } = await api.generate({ model: 't2i-flux-2-klein-4b' })
  await api.world.clock.advance({ seconds: 25 })
  expect(await api.run(other)).toMatchObject({ status: 'completed' })
  const documented = api.as('sk_test_documented')
  await documented.world.configure({ profile: 'docs' })
  const { run_id: id } = await documented.generate()
  await documented.world.clock.advance({ seconds: 12 })
  expect(await documented.run(id)).toMatchObject({ status: 'completed', charged_cost: 0.04 })
})

test('a recorded error fails the run', async () => {
  const api = await startApi({
    profile: fileOf({ 't2i-flux-2-pro': [{ ...RUN, error_code: 'LLM_REFUSAL' }] }),
  })
  const { run_id: id } = await api.generate()
  await api.world.clock.advance({ until: 'idle' })
  expect(await api.run(id)).toMatchObject({ status: 'failed', error_code: 'LLM_REFUSAL' })
})

test.each([
  [
    'of a newer version',
    () => fileOf({}, { version: 2 }),
    /has version 2, and this flora-emulator reads version 1\. Use a newer/,
  ],
  ['of an unknown version', () => fileOf({}, { version: 'x' }), /has version "x"/],
  [
    'with a wrong value',
    () => fileOf({ m: [{ ...RUN, end_ms: -1 }] }),
    /_flora_emulator\.models\.m\.0\.end_ms: Number must be/,
  ],
  [
    'that is another HAR',
    () => writtenTo('{"log":{"version":"1.2"}}'),
    /no recording of flora-emulator record/,
  ],
  ['that is no JSON', () => writtenTo('{'), /JSON/],
  ['that is not there', () => './nowhere.har', /ENOENT/],
])('a file %s is refused', (_name, write, message) => {
  const load = (): unknown => loadRecording(write())
  expect(load).toThrow(StartError)
  expect(load).toThrow(message)
})

function writtenTo(text: string): string {
  const file = join(temporaryFolder(), 'file.har')
  writeFileSync(file, text)
  return file
}
