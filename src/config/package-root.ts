import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = findRoot(new URL('./', import.meta.url))

/** The folder with package.json, which is another distance away from a source file than from a bundle. */
function findRoot(folder: URL): URL {
  return existsSync(new URL('package.json', folder)) ? folder : findRoot(new URL('../', folder))
}

/** The path of a file that is shipped with the package. */
export const packageFile = (path: string): string => fileURLToPath(new URL(path, ROOT))

const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'))

/** The package's version, as sent in `x-flora-emulator`. */
export const VERSION =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
