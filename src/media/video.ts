import { readFile } from 'node:fs/promises'
import { packageFile } from '../package-root.ts'

/** One second of a single colour, whatever was asked for: a stand-in that players open (docs/fidelity.md). */
export async function renderVideo(): Promise<Uint8Array> {
  return readFile(packageFile('fixtures/placeholder.mp4'))
}
