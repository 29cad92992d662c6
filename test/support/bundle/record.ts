import { join } from 'node:path'
import { ExecBundle } from '../../../src/cli/bundle/exec-bundle.ts'
import { createConfig, type RawOptions } from '../../../src/config/config.ts'
import { serve, type ServedEmulator } from '../../../src/server/emulator.ts'
import { TestApi } from '../api.ts'
import { temporaryFolder } from '../fixtures.ts'

/** Writes the bundle of a program that runs in this process. Returns its file. */
export async function recordBundle(
  program: (api: TestApi, emulator: ServedEmulator) => Promise<void>,
  options: RawOptions = {},
  folder = temporaryFolder(),
): Promise<string> {
  const file = join(folder, 'bundle.zip')
  const raw = { seed: 'test', clock: 'manual', now: '2026-03-01T09:00:00Z', ...options }
  const bundle = new ExecBundle(file, createConfig({ port: '0', logLevel: 'silent', ...raw }, {}))
  const emulator = await serve(bundle.config, bundle.extras)
  try {
    const endReview = await emulator.beginReview(new Set())
    bundle.start(emulator)
    await program(new TestApi(emulator, emulator.apiKey), emulator)
    const reviews = await endReview()
    await bundle.write(emulator, { command: ['npm', 'test'], code: 1, reviews })
  } finally {
    await emulator.close()
  }
  return file
}
