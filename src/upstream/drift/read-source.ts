import { readFileSync, statSync } from 'node:fs'
import { StartError, reasonOf } from '../../kernel/errors.ts'
import { openDoor } from '../door.ts'
import { printable } from '../../kernel/text/printable.ts'
import { readOpenApi } from './read-openapi.ts'
import type { Surface } from './surface.ts'

/** FLORA's own document is smaller than 1 MB. */
const DOCUMENT_BYTES_MAX = 32 * 1024 * 1024
const TIMEOUT_MS = 60_000

/**
 * Reads what `--against` names: an OpenAPI document by its file or URL, or the folder of an SDK or MCP package.
 *
 * @throws {StartError} exit code 2, when it cannot be read or describes no API
 */
export async function readSource(against: string, stopping: AbortSignal): Promise<Surface> {
  try {
    if (/^https?:/i.test(against)) return readOpenApi(await download(against, stopping))
    const status = statSync(against)
    if (status.isDirectory()) {
      // Imported on use, because the parser of TypeScript takes 50 ms.
      const { readFolder } = await import('./read-folder.ts')
      return readFolder(against)
    }
    if (status.size > DOCUMENT_BYTES_MAX) throw new Error(`it is larger than ${DOCUMENT_BYTES_MAX} bytes`)
    return readOpenApi(readFileSync(against, 'utf8'))
  } catch (error) {
    // Parsers and readers are recursive.
    const reason = error instanceof RangeError ? 'it is nested too deeply' : printable(reasonOf(error))
    throw new StartError(2, `--against ${against}: ${reason}`, { cause: error })
  }
}

async function download(url: string, stopping: AbortSignal): Promise<string> {
  const door = openDoor(new URL(url), { stopping, timeoutMs: TIMEOUT_MS })
  const { status, headers, bytes } = await door.send(url, {
    method: 'GET',
    headers: { accept: 'application/json, application/yaml, text/yaml, */*' },
    bytesMax: DOCUMENT_BYTES_MAX,
  })
  if (status >= 300 && status < 400) {
    throw new Error(
      `it redirects to ${headers.location ?? 'another URL'}; redirects are not followed, name that URL`,
    )
  }
  if (status !== 200) throw new Error(`it answered ${status}`)
  return bytes.toString('utf8')
}
