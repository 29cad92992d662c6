import { ExploreError } from '../../explore/explore-error.ts'
import { explorePlan, type Plan } from '../../explore/explorer.ts'
import { FAULT_IDS } from '../../explore/faults/catalogue.ts'
import { counted, isFailure, type Report } from '../../explore/report/report.ts'
import type { Lab } from '../../explore/trial/lab.ts'
import { monotonicNow } from '../../kernel/clock.ts'
import { StartError } from '../../kernel/errors.ts'
import { interruptible } from '../interruptible.ts'
import { launch } from '../configuration/launch.ts'
import type { LaunchOptions } from '../configuration/launch-options.ts'
import { progressLine } from '../progress.ts'
import { AbandonedAnswers } from './abandoned-answers.ts'
import { commandClient } from './command-client.ts'
import type { ExploreOptions } from './options.ts'
import { printReport } from './print-report.ts'
import { progressOf } from './progress-of.ts'
import { createReportFolder } from '../reports/write.ts'
import { reproduction, shellWords } from './reproduction.ts'
import { summarizeStep, writeReports } from './write-reports.ts'

/** Seed of worlds when none is given: results are repeatable by default. */
const SEED = 'explore'

/**
 * `flora-emulator explore`: runs a command once undisturbed, then once with each fault, and prints what became of each.
 * Exits with 1 when a fault made it pay too much, hang, or succeed wrongly.
 *
 * @throws {StartError} exit code 2, when the command cannot be started or explored; 4, when a report cannot
 *   be written
 */
export async function explore(
  options: LaunchOptions & ExploreOptions,
  command: readonly string[],
): Promise<void> {
  if (options.report !== undefined) createReportFolder(options.report)
  const { config, emulator } = await launch(options, {
    port: 0,
    logLevel: 'error',
    clock: 'auto',
    seed: SEED,
    rateLimit: null,
  })
  const abandoned = new AbandonedAnswers(emulator.server)
  try {
    await interruptible(async (stopping) => {
      const timeoutSeconds = options.timeout
      let worlds = 0
      const lab: Lab = {
        emulator,
        stopping,
        runClient: commandClient(command, { emulator, abandoned, timeoutSeconds }),
        settings: {
          seed: config.seed ?? SEED,
          clock: config.clock,
          timeoutSeconds,
          slowSeconds: options.slow,
        },
        nextWorld: () => `explore-${(worlds += 1)}`,
      }
      const report = await explored(lab, options, command)
      if (report === null) return
      printReport(report, options.format)
      summarizeStep(report)
      if (options.report !== undefined) writeReports(options.report, report)
      if (!stopping.aborted) process.exitCode = report.results.some(isFailure) ? 1 : 0
    })
  } finally {
    abandoned.close()
    await emulator.close()
  }
}

async function explored(
  lab: Lab,
  options: LaunchOptions & ExploreOptions,
  command: readonly string[],
): Promise<Report | null> {
  const progress = progressLine()
  progress.update('running the command undisturbed')
  const plan: Plan = {
    choice: {
      only: options.only ?? FAULT_IDS,
      pairs: options.pairs ?? false,
      max: options.max,
      seed: lab.settings.seed,
    },
    jobs: options.jobs,
    replay: options.replay ?? null,
    command: shellWords(command),
    reproduce: (token) => reproduction(token, options, command),
    onPlan: (planned) => progress.update(counted(planned, 'experiment')),
    onResult: progressOf(progress, process.stderr.isTTY, monotonicNow),
  }
  try {
    return await explorePlan(lab, plan)
  } catch (error) {
    if (error instanceof ExploreError) throw new StartError(2, error.message)
    throw error
  } finally {
    progress.end()
  }
}
