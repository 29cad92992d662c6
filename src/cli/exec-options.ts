import { type Command, Option } from 'commander'
import { type CheckId, checkIdOf } from '../checks/index.ts'
import { readList, readSwitch, readValue } from '../config/config.ts'

/** Options of `exec` that the emulator itself does not have, before validation. */
export interface ExecOptions {
  readonly intercept?: boolean
  readonly checks?: string
  readonly ignoreCheck?: readonly string[]
  readonly budget?: string
  readonly report?: string
  readonly bundle?: string
  readonly bundleAlways?: boolean
}

/** What `exec` does with the findings of its command. */
type ChecksMode = (typeof CHECKS_MODES)[number]
const CHECKS_MODES = ['off', 'warn', 'error'] as const

/** Validated options of `exec`. */
export interface ExecConfig {
  readonly intercept: boolean
  readonly checks: ChecksMode
  readonly ignored: ReadonlySet<CheckId>
  /** In USD; null for none. */
  readonly budget: number | null
  /** Folder of the reports; null for none. */
  readonly report: string | null
  /** File of the bundle; null for none. */
  readonly bundle: string | null
  /** True to write it after a command that succeeds, too. */
  readonly bundleAlways: boolean
}

/** @throws {StartError} exit code 2, with the option, what it expects and what it got */
export function execConfig(options: ExecOptions): ExecConfig {
  return {
    intercept: readSwitch('intercept', options.intercept),
    checks: readValue('checks', options.checks, modeOf) ?? 'warn',
    ignored: new Set(readList('ignoreCheck', options.ignoreCheck, checkIdOf)),
    budget: readValue('budget', options.budget, dollarsOf),
    report: readValue('report', options.report, folderOf),
    bundle: readValue('bundle', options.bundle, fileOf),
    bundleAlways: readSwitch('bundleAlways', options.bundleAlways),
  }
}

export function addExecOptions(command: Command): Command {
  return command
    .option(
      '--intercept',
      'lead requests for app.flora.ai and its other hosts to the emulator, whatever the program; exit 7 when there was ' +
        'none (default: off)',
    )
    .option(
      '--checks <mode>',
      'report mistakes of the command at its end: off, warn, or error, which exits 5 for findings of severity error ' +
        '(default: warn)',
    )
    .addOption(
      new Option(
        '--ignore-check <id>',
        'check to leave out, by its id in docs/checks.md (repeatable; default: none)',
      )
        // config.ts validates the values, together with those of the environment.
        .argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]),
    )
    .option('--budget <usd>', 'exit 6 when the runs of the command cost more than this (default: none)')
    .option(
      '--report <dir>',
      'write the findings to this folder: JUnit XML, SARIF and Markdown (default: none)',
    )
    .option(
      '--bundle <file>',
      'when exec does not exit with 0, write a zip of what happened, for open and replay (default: none)',
    )
    .option('--bundle-always', 'write the bundle of a command that succeeds, too (default: off)')
}

function modeOf(text: string): ChecksMode {
  const mode = CHECKS_MODES.find((known) => known === text)
  if (mode === undefined) throw new Error('off, warn or error')
  return mode
}

function dollarsOf(text: string): number {
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(text)) throw new Error('US dollars such as 0.50')
  return Number(text)
}

const pathOf =
  (what: string) =>
  (text: string): string => {
    if (text.trim() === '') throw new Error(`the path of a ${what}`)
    return text
  }
const folderOf = pathOf('folder')
const fileOf = pathOf('file')
