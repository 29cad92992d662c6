import { existsSync, readFileSync } from 'node:fs'
import { checkWritable, writeWhole } from '../../config/write-file.ts'
import { StartError, reasonOf } from '../../kernel/errors.ts'
import { emulatedApi } from '../drift/drift.ts'
import type { Progress } from '../progress.ts'
import { Reader, type ReaderOptions } from '../reader.ts'
import type { Ask } from './ask.ts'
import { type Finding, findingsOf } from './findings.ts'
import { REPORT_TITLE, reportOf } from './report.ts'
import { survey } from './survey.ts'

export interface VerifyOptions extends ReaderOptions {
  /** The report. */
  readonly file: string
  readonly progress: Progress
  /** Sends requests to an emulator with rows in its lists. */
  readonly askEmulator: Ask
}

/**
 * Reads a FLORA server and an emulator in the same way, and writes how their answers differ. The server receives GET
 * requests only. The report holds no value of the account. It is written whole, after everything was read.
 *
 * @throws {StartError} exit code 1, when the server fails; 4, when the report cannot be written, or when `file` is
 *   something else
 */
export async function verify(options: VerifyOptions): Promise<readonly Finding[]> {
  const { base, file, progress, askEmulator, stopping } = options
  checkFile(file)
  const reader = new Reader(options)
  // Fails at once, with a remedy, for a wrong base URL and for an expired key.
  await reader.object('/workspaces')
  const api = emulatedApi()
  const server = await survey(async (path, headers) => reader.answer(path, headers), api, progress)
  const emulator = await survey(askEmulator, api, { update: () => undefined })
  if (stopping.aborted) throw new StartError(1, 'interrupted; nothing was written')
  const findings = findingsOf(server, emulator)
  write(file, reportOf(findings, { host: base.host, requests: server.requests }))
  return findings
}

/** A report is replaced; any other file is kept. */
function checkFile(file: string): void {
  try {
    checkWritable(file)
    if (!existsSync(file) || readFileSync(file, 'utf8').startsWith(REPORT_TITLE)) return
  } catch (error) {
    throw unusable(file, reasonOf(error), error)
  }
  throw unusable(file, 'it exists and is no report of flora-emulator verify; name another file')
}

function write(file: string, report: string): void {
  try {
    writeWhole(file, report)
  } catch (error) {
    throw unusable(file, reasonOf(error), error)
  }
}

const unusable = (file: string, reason: string, cause?: unknown): StartError =>
  new StartError(4, `--out ${file}: ${reason}`, { cause })
