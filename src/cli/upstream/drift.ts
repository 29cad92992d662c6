import { findDrift } from '../../upstream/drift/drift.ts'
import { render } from '../../upstream/drift/render.ts'
import type { DriftOptions } from './commands.ts'

/**
 * `flora-emulator drift`: prints in what an OpenAPI document, an SDK or an MCP package differs from the emulated API.
 * Exits with 1 when there is a difference.
 *
 * @throws {StartError} exit code 2, when `against` cannot be read
 */
export async function drift({ against, format }: DriftOptions): Promise<void> {
  const found = await findDrift(against, new AbortController().signal)
  process.stdout.write(render(found, format))
  process.exitCode = found.differences.length === 0 ? 0 : 1
}
