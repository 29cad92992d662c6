import { childEnvironment } from '../../config/config.ts'
import type { RunClient } from '../../explore/trial/lab.ts'
import { deadline, monotonicNow } from '../../kernel/clock.ts'
import type { ServedEmulator } from '../../server/emulator.ts'
import { runDetached } from '../run-command.ts'
import type { AbandonedAnswers } from './abandoned-answers.ts'

/** Characters of the output that are kept: the end tells why a client failed. */
const OUTPUT_MAX = 4_000

/** Names the trial of a process, so that the processes that a command leaves are found and ended. */
const TRIAL_VARIABLE = 'FLORA_EXPLORE_TRIAL'

interface CommandOptions {
  readonly emulator: ServedEmulator
  readonly abandoned: AbandonedAnswers
  readonly timeoutSeconds: number
}

/** Returns a function that runs the command as the client of a world. */
export function commandClient(
  command: readonly string[],
  { emulator, abandoned, timeoutSeconds }: CommandOptions,
): RunClient {
  return async (world, stopping) => {
    const env = childEnvironment({
      FLORA_BASE_URL: emulator.baseUrl,
      FLORA_API_KEY: world.apiKey,
      FLORA_WEBHOOK_SECRET: emulator.webhookSecret,
      FLORA_EMULATOR_URL: emulator.url,
      [TRIAL_VARIABLE]: `${emulator.url}/${world.name}`,
    })
    let output = ''
    const onOutput = (text: string): void => {
      output = (output + text).slice(-OUTPUT_MAX)
    }
    const limit = deadline(timeoutSeconds * 1000, stopping)
    const begun = monotonicNow()
    try {
      const code = await runDetached(command, env, { onOutput, stopping: limit.signal, mark: TRIAL_VARIABLE })
      const exitCode = limit.signal.aborted ? null : code
      return {
        exitCode,
        durationMs: monotonicNow() - begun,
        output,
        violation: null,
        gaveUp: () => abandoned.has(world.apiKey),
      }
    } finally {
      limit.clear()
    }
  }
}
