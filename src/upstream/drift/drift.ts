import { readFileSync } from 'node:fs'
import { packageFile } from '../../config/package-root.ts'
import { compare } from './compare.ts'
import { readOpenApi } from './read-openapi.ts'
import { readSource } from './read-source.ts'
import type { Drift } from './render.ts'
import type { Surface } from './surface.ts'

/**
 * Compares the emulated API with what `against` names.
 *
 * @throws {StartError} exit code 2, when `against` cannot be read
 */
export async function findDrift(against: string, stopping: AbortSignal): Promise<Drift> {
  const theirs = await readSource(against, stopping)
  const ours = emulatedApi()
  return { emulator: ours, against: theirs, ...compare(ours, theirs) }
}

/** The emulated API as its own document describes it. */
export const emulatedApi = (): Surface => readOpenApi(readFileSync(packageFile('openapi.yaml'), 'utf8'))
