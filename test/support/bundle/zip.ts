import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromBufferPromise } from 'yauzl'
import { packArchive } from '../../../src/bundle/archive.ts'
import { temporaryFolder } from '../fixtures.ts'

/** Reads every file of a zip. */
export async function unzip(file: string): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(readFileSync(file), { lazyEntries: true })
  const files = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    files.set(entry.fileName, Buffer.concat(chunks))
  }
  return files
}

/** Writes a copy of a bundle with other files; null removes one. */
export async function changed(
  file: string,
  changes: Readonly<Record<string, (json: string) => unknown>>,
): Promise<string> {
  const files = new Map<string, Buffer | string>(await unzip(file))
  for (const [name, change] of Object.entries(changes)) {
    const value = change((files.get(name) ?? '{}').toString())
    if (value === null) files.delete(name)
    else files.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return write(await packArchive(files, new Date(0)))
}

/** Writes bytes to a file of their own. */
export function write(bytes: Uint8Array): string {
  const file = join(temporaryFolder(), 'changed.zip')
  writeFileSync(file, bytes)
  return file
}
