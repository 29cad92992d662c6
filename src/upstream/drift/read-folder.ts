import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { isRecord } from '../json.ts'
import type { Operation, Surface } from './surface.ts'
import { fernOperations } from './typescript/fern.ts'
import { mcpOperations } from './typescript/mcp.ts'
import { FILE_BYTES_MAX, SourceFolder } from './typescript/modules.ts'
import { stainlessOperations } from './typescript/stainless.ts'

/** A folder with more is no client of one API. */
const FILES_MAX = 20_000
const SKIPPED = new Set(['node_modules', '.git', 'tests', 'test', 'examples'])

/**
 * Reads the operations of a client: an SDK that Stainless or Fern generated, or FLORA's MCP server.
 *
 * @throws {Error} when the folder holds none
 */
export function readFolder(folder: string): Surface {
  const files = filesBelow(folder).map((file) => relative(folder, file).split(sep).join('/'))
  const within = (names: readonly string[]): string[] => names.map((name) => join(folder, name))
  const sources = new SourceFolder()
  const fern = files.filter((name) => name.endsWith('client/Client.ts'))
  if (fern.length > 0) return surface(folder, 'fern', fernOperations(within(fern), sources))
  const stainless = resourcesAmong(files)
  if (stainless.length > 0) return surface(folder, 'sdk', stainlessOperations(within(stainless), sources))
  const lists = within(files.filter((name) => /\.(mjs|js|ts)$/.test(name) && !name.endsWith('.d.ts')))
  const list =
    lists.find((file) => holds(file, /\bendpoint: '/)) ?? lists.find((file) => holds(file, /\bhttpPath: '/))
  if (list !== undefined) return surface(folder, 'mcp', mcpOperations([list], sources))
  throw new Error(
    'it holds neither an SDK (resources/ or client/Client.ts) nor an MCP server with a list of methods; for an OpenAPI document, name its file',
  )
}

/** The sources of the resources, or without them their declarations. */
function resourcesAmong(files: readonly string[]): string[] {
  const sources = files.filter((name) => /^src\/resources\/.*\.ts$/.test(name))
  return sources.length > 0 ? sources : files.filter((name) => /^resources\/.*\.d\.ts$/.test(name))
}

function filesBelow(folder: string): string[] {
  const found: string[] = []
  const waiting = [folder]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const path = join(next, entry.name)
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) waiting.push(path)
      if (entry.isFile()) found.push(path)
    }
    if (found.length > FILES_MAX) throw new Error(`it holds more than ${FILES_MAX} files`)
  }
  return found.toSorted()
}

const holds = (file: string, pattern: RegExp): boolean =>
  statSync(file).size <= FILE_BYTES_MAX && pattern.test(readFileSync(file, 'utf8'))

function surface(folder: string, source: Surface['source'], operations: readonly Operation[]): Surface {
  if (operations.length === 0) throw new Error('no operation was found in it')
  return { name: packageName(folder) ?? folder, source, operations }
}

function packageName(folder: string): string | null {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return isRecord(manifest) && typeof manifest['name'] === 'string'
      ? `${manifest['name']} ${String(manifest['version'])}`
      : null
  } catch {
    return null
  }
}
