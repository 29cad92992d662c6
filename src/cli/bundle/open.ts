import { once } from 'node:events'
import { Bundle, worldFile } from '../../bundle/read-bundle.ts'
import { readFinding } from '../../control/checks/findings.ts'
import { readRequest } from '../../control/requests/read-request.ts'
import type { Services } from '../../services/services.ts'
import { serve } from '../../server/emulator.ts'
import { printable } from '../../kernel/text/printable.ts'
import { counted } from '../../upstream/text.ts'
import { stopSignal } from '../stop-signal.ts'
import { bundleConfig } from './bundle-config.ts'
import type { OpenOptions } from './commands.ts'
import { restoreState, type State } from './restore-state.ts'

/**
 * `flora-emulator open`: serves the worlds of a bundle until SIGINT or SIGTERM, with clocks that stand at the instant at
 * which they were recorded.
 *
 * @throws {StartError} exit code 2, 3 or 4, when it cannot start
 */
export async function open(file: string, { port, ...files }: OpenOptions): Promise<void> {
  const bundle = await Bundle.open(file)
  try {
    const own = { port: String(port), logLevel: 'warn', clock: 'manual' }
    const config = bundleConfig(bundle, 'programs', files, own)
    const stopping = stopSignal()
    const emulator = await serve(config, { bundled: { replayed: null } })
    try {
      for (const world of bundle.manifest.worlds) {
        if (stopping.aborted) return
        await openWorld(bundle, world, emulator.services)
      }
      process.stderr.write(bannerOf(bundle, emulator.url))
      process.stdout.write(`flora-emulator listening on ${emulator.url}\n`)
      if (!stopping.aborted) await once(stopping, 'abort')
    } finally {
      await emulator.close()
    }
  } finally {
    bundle.close()
  }
}

async function openWorld(bundle: Bundle, name: string, services: Services): Promise<void> {
  const state: State = { world: name, file: worldFile(name, 'snapshot'), modeOf: () => 'manual' }
  const world = await restoreState(bundle, state, services)
  const { requests } = await bundle.journal(name)
  for (const record of requests.toReversed()) world.journal.record(readRequest(record, world.clock.mode))
  const { findings } = await bundle.findings(name)
  services.findings.keep(world, findings.flatMap(readFinding))
}

function bannerOf({ manifest }: Bundle, url: string): string {
  const { command, exit_code: code, written_at: writtenAt, worlds } = manifest
  return `
  ${printable(command.join(' '))}
  ended with exit code ${code} at ${new Date(writtenAt).toISOString()}. ${counted(worlds.length, 'world')}: ${worlds.join(', ')}

  Dashboard: ${url}/

  Clocks stand still. No webhook is sent, and no other server is called. Ctrl+C stops.

`
}
