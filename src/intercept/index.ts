import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageFile } from '../config/package-root.ts'
import { wallNow } from '../kernel/clock.ts'
import { newPassword } from '../kernel/ids.ts'
import { createAuthority } from './authority.ts'
import { openDoors } from './doors.ts'
import { interceptingEnvironment } from './environment.ts'
import { startProxy } from './proxy.ts'
import { writeTrustFiles } from './trust-files.ts'

export interface Interception {
  /** Variables for the command. */
  readonly environment: Readonly<Record<string, string>>
  /** Returns how many connections for FLORA's hosts ended before a request, because the client refused them. */
  readonly refusedConnections: () => number
  /** Closes the servers and removes the temporary files. */
  readonly close: () => Promise<void>
}

/**
 * Leads every request of a command for FLORA's hosts to the emulator (docs/intercept.md).
 *
 * @param env the environment of the user, which the command inherits
 * @throws {StartError} exit code 2, when `env` names unreadable files of certificates
 */
export async function intercept(emulator: Server, env: NodeJS.ProcessEnv): Promise<Interception> {
  const folder = mkdtempSync(join(tmpdir(), 'flora-emulator-exec-'))
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true })
  process.once('exit', removeFolder)
  const closers: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    await Promise.all(closers.map(async (closeOne) => closeOne()))
    removeFolder()
    process.off('exit', removeFolder)
  }
  try {
    const authority = await createAuthority(wallNow())
    const trust = writeTrustFiles(folder, authority.certificate, env)
    const doors = await openDoors(emulator, authority)
    closers.push(doors.close)
    const proxy = await startProxy({ doors, password: newPassword(), env })
    closers.push(proxy.close)
    const environment = interceptingEnvironment(env, {
      ports: doors.ports,
      proxyUrl: proxy.url,
      trust,
      preload: packageFile('dist/intercept-preload.cjs'),
    })
    return { environment, refusedConnections: doors.failedHandshakes, close }
  } catch (error) {
    await close()
    throw error
  }
}
