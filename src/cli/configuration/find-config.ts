import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { StartError } from '../../kernel/errors.ts'

const BASE_NAME = 'flora-emulator.config'
const FILE_NAMES: readonly string[] = ['json', 'js', 'ts'].map((ending) => `${BASE_NAME}.${ending}`)

/**
 * Returns the path of the configuration file: the one that is named, else the nearest from `folder` upwards.
 *
 * @param named `--config`; `off` for none, null to search
 * @throws {StartError} exit code 4, when the named file is missing or of an unknown type, or when a folder has two
 */
export function findConfig(named: string | null, folder: string): string | null {
  if (named === 'off') return null
  return named === null ? search(resolve(folder)) : checkNamed(resolve(folder, named), named)
}

function checkNamed(path: string, named: string): string {
  if (!existsSync(path))
    throw new StartError(4, `--config ${named}: no such file; correct the path, or use off`)
  if (statSync(path).isDirectory()) {
    throw new StartError(4, `--config ${named}: is a folder; name a file in it, such as ${FILE_NAMES[0]}`)
  }
  if (!/\.(json|[cm]?[jt]s)$/.test(path)) {
    throw new StartError(4, `--config ${named}: expected a file that ends in .json, .js or .ts`)
  }
  return path
}

function search(folder: string): string | null {
  const found = filesIn(folder)
  if (found.length > 1) {
    const names = found.join(' and ')
    throw new StartError(4, `${folder} has ${names}; keep one of them, or name one with --config <file>`)
  }
  if (found[0] !== undefined) return join(folder, found[0])
  const parent = dirname(folder)
  return parent === folder ? null : search(parent)
}

function filesIn(folder: string): readonly string[] {
  try {
    const names = new Set(readdirSync(folder))
    return FILE_NAMES.filter((name) => names.has(name))
  } catch {
    // A folder above may be unreadable, and has no configuration for this user then.
    return FILE_NAMES.filter((name) => existsSync(join(folder, name)))
  }
}
