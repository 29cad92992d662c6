import { once } from 'node:events'
import { record as startRecorder } from '../../upstream/record/record.ts'
import { summarize } from '../../upstream/record/summary.ts'
import { parseBase } from '../../upstream/target.ts'
import { counted } from '../../upstream/text.ts'
import { progressLine } from '../progress.ts'
import { stopSignal } from '../stop-signal.ts'
import type { RecordOptions } from './commands.ts'

/**
 * `flora-emulator record`: forwards requests to a FLORA server until SIGINT or SIGTERM, and writes what happened to a HAR.
 *
 * @throws {StartError} exit code 2 for wrong usage, 3 when the port is in use, 4 when the file cannot be used
 */
export async function record({ upstream, out: file, port }: RecordOptions): Promise<void> {
  const base = parseBase('--upstream', upstream)
  const progress = progressLine()
  progress.say(
    `warning: every request is forwarded to ${base.href}: generations spend the money of the account whose key your program sends.`,
  )
  const stopping = stopSignal()
  const recorder = await startRecorder({ base, file, port, say: progress.update })
  if (recorder.kept > 0)
    progress.say(`kept: ${counted(recorder.kept, 'request')} that ${file} has from before`)
  process.stdout.write(`flora-emulator recording on ${recorder.url}\n`)
  if (!stopping.aborted) await once(stopping, 'abort')
  progress.end()
  process.stdout.write(summarize(await recorder.finish(), file))
}
