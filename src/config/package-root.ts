import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Returns the nearest folder with a package.json, from `start` upwards. Its distance differs between a source file and
 * a bundle.
 *
 * @throws {Error} when no folder up to the root of the file system has one
 */
export function findRoot(start: URL): URL {
  for (let folder = start; ;) {
    if (existsSync(new URL('package.json', folder))) return folder
    const parent = new URL('../', folder)
    if (parent.href === folder.href) {
      const path = fileURLToPath(start)
      throw new Error(
        `No package.json in ${path} or above it. Install flora-emulator with npm instead of copying dist alone.`,
      )
    }
    folder = parent
  }
}

const ROOT = findRoot(new URL('./', import.meta.url))

/** The path of a file that is shipped with the package. */
export const packageFile = (path: string): string => fileURLToPath(new URL(path, ROOT))

const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'))

/** The package's version, as sent in `x-flora-emulator`. */
export const VERSION =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
