import { SEVERITIES } from '../kernel/severity.ts'
import type { FindingAnswer, FindingList } from '../schemas/control/checks/finding.ts'
import { type Call, queryOf } from './control-client.ts'
import { ExpectationError } from './expectation-error.ts'

type CheckId = FindingAnswer['check']

/** Selects findings. */
interface FindingFilter {
  /** Ids of checks to leave out. `@default` none */
  readonly ignore?: readonly CheckId[]
  /**
   * True when the client has ended: the ends of its runs are then missed at once, rather than a minute later, also those
   * that a real or auto clock has yet to reach. `@default` false for `list`, true for `expectNone`
   */
  readonly final?: boolean
}

/** Mistakes of the client, found in its last 1,000 requests. docs/checks.md explains each check. */
export interface FindingsHandle {
  /**
   * Runs the checks. Returns errors first, then warnings, then infos.
   *
   * @throws {ControlError} `input_validation_error` for an unknown check
   * @example
   * ```ts
   * const errors = (await world.findings.list()).filter(({ severity }) => severity === 'error')
   * ```
   */
  list(filter?: FindingFilter): Promise<FindingAnswer[]>
  /**
   * Rejects when the client made a mistake. Call it when the client has ended.
   *
   * @param filter `severity`: the lightest severity that counts, `@default` 'warning'
   * @throws {ExpectationError} whose message lists the findings
   * @example
   * ```ts
   * await world.findings.expectNone({ ignore: ['never-read'] })
   * ```
   */
  expectNone(filter?: FindingFilter & { readonly severity?: FindingAnswer['severity'] }): Promise<void>
}

export function findingsHandle(call: Call): FindingsHandle {
  const list: FindingsHandle['list'] = async ({ ignore = [], final } = {}) => {
    const query = queryOf({ ignore: ignore.length === 0 ? undefined : ignore.join(','), final })
    return (await call<FindingList>('GET', `/findings${query}`)).findings
  }
  return {
    list,
    expectNone: async ({ severity = 'warning', final = true, ignore = [] } = {}) => {
      const counted = SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1)
      const found = (await list({ final, ignore })).filter((finding) => counted.includes(finding.severity))
      if (found.length === 0) return
      const lines = found.map(
        ({ check, severity: grave, message, help }) => `- ${grave} ${check}: ${message} (${help})`,
      )
      throw new ExpectationError(`Expected no findings, got ${found.length}:\n${lines.join('\n')}`)
    },
  }
}
