import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { launch } from '../../../src/cli/configuration/launch.ts'
import type { LaunchOptions } from '../../../src/cli/configuration/launch-options.ts'
import { temporaryFolder } from '../../support/fixtures.ts'

/** Writes a file of the user. Returns its path. */
export function written(name: string, text: string, folder = temporaryFolder()): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

/** Starts an emulator as the command line does. It is closed after the test. */
export async function launched(options: LaunchOptions) {
  const started = await launch({ port: '0', logLevel: 'silent', ...options })
  onTestFinished(() => started.emulator.close())
  return started
}
