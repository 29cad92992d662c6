import type { PlannedFile } from '../../simulator/runs/outputs.ts'
import { type Check, dollars, evidenceOf, type Violation } from '../check.ts'
import type { Transfer } from '../record/facts.ts'
import { groupsOf } from '../record/group.ts'
import { showsEnd } from '../record/reads.ts'
import type { StartedRun, WorldRecord } from '../record/record.ts'

type Download = Extract<Transfer, { kind: 'download' }>

export const outputUnsaved: Check = {
  id: 'output-unsaved',
  severity: 'info',
  title: 'An output was not downloaded, or only in part',
  remedy: 'Download every output that you need to keep; its URL expires.',
  find: (record) => {
    const downloads = record.transfers.filter((transfer) => transfer.kind === 'download')
    const byFile = groupsOf(downloads, ({ runId, file }) => `${runId}/${file}`)
    const passedOn = runsPassedOn(record)
    return record.started
      .filter(({ run }) => !passedOn.has(run.id))
      .map((run) => violation(run, byFile))
      .filter((found) => found !== null)
  },
}

/** Runs whose outputs are inputs of other requests, which is a use of them. */
function runsPassedOn({ requests }: WorldRecord): ReadonlySet<string> {
  const bodies = requests
    .map(({ requestBody }) => requestBody ?? '')
    .filter((body) => body.includes('/media/'))
  return new Set(
    bodies.flatMap((body) => Array.from(body.matchAll(/\/(run_[\w-]+)\//g), ([, id]) => id ?? '')),
  )
}

function violation(
  { run, reads, start }: StartedRun,
  downloads: ReadonlyMap<string, readonly Download[]>,
): Violation | null {
  const { outcome } = run.plan
  const shown = reads.find((read) => showsEnd(read, run))
  if (shown === undefined || outcome.kind !== 'completed') return null
  const files = outcome.outputs.filter((output) => output.kind !== 'text')
  const missing = files.filter((file) => !isSaved(downloads.get(`${run.id}/${nameOf(file)}`) ?? []))
  if (missing.length === 0) return null
  const isPart = missing.some((file) => downloads.has(`${run.id}/${nameOf(file)}`))
  const paid = outcome.cost === 0 ? '' : `, which cost ${dollars(outcome.cost)}`
  return {
    message: `${missing.map(nameOf).join(', ')} of this run${paid}, is lost when its URL expires: it was ${isPart ? 'downloaded only in part' : 'not downloaded'}.`,
    requests: evidenceOf([start.request, shown.request]),
    runId: run.id,
    cost: outcome.cost,
  }
}

const nameOf = ({ id, format }: PlannedFile): string => `${id}.${format}`

/** A file that the emulator did not serve could not be saved. */
function isSaved(downloads: readonly Download[]): boolean {
  const isRefused = downloads.length > 0 && downloads.every(({ status }) => status >= 400)
  const isWhole = downloads.some(({ isComplete, status }) => isComplete && (status === 200 || status === 304))
  return isRefused || isWhole || isCovered(downloads)
}

/** True when parts of a file add up to all of it. */
function isCovered(downloads: readonly Download[]): boolean {
  let end = 0
  const parts = downloads
    .filter(({ isComplete }) => isComplete)
    .map(({ range }) => range)
    .filter((range) => range !== null)
    .toSorted((a, b) => a.start - b.start)
  for (const part of parts) if (part.start <= end) end = Math.max(end, part.end)
  return parts.some(({ size }) => size <= end)
}
