import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Source files in src/ and bundles in dist/ both lie one level below the package's root.
const ROOT = new URL('../', import.meta.url)

/** The path of a file that is shipped with the package. */
export const packageFile = (path: string): string => fileURLToPath(new URL(path, ROOT))

const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'))

/** The package's version, as sent in `x-flora-emulator`. */
export const VERSION =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
