import { FAULT_IDS, type FaultId } from '../faults/catalogue.ts'
import type { Report, Result } from './report.ts'

/** The faults that the singles of a report have, in the order of the catalogue. */
export const columnsOf = ({ results }: Report): readonly FaultId[] =>
  FAULT_IDS.filter((id) => results.some(({ faults }) => faults.length === 1 && faults[0]?.fault === id))

/** Single results by call and fault. */
export function cellsOf({ results }: Report): ReadonlyMap<string, Result> {
  const single = results.filter(({ faults }) => faults.length === 1)
  return new Map(single.map((result) => [result.token, result]))
}

/** Calls that have a single result. */
export function rowsOf(report: Report): Report['sites'] {
  const tried = new Set(
    report.results.flatMap(({ faults: [fault, second] }) =>
      fault === undefined || second !== undefined ? [] : `${fault.operation}:${fault.call}`,
    ),
  )
  return report.sites.filter(({ operation, call }) => tried.has(`${operation}:${call}`))
}
