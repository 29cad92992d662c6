import { type CheckId, checkIdOf, CHECKS, type Finding } from '../../checks/index.ts'
import type { Api } from '../../http/typed-fastify.ts'
import { validationError } from '../../kernel/errors.ts'
import { microUsd } from '../../kernel/units.ts'
import {
  type FindingAnswer,
  type FindingList,
  FindingList as FindingListSchema,
  FindingQuery,
} from '../../schemas/control/checks/finding.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import { toUsd } from '../../simulator/runs/price.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'

const listFindings = {
  tags: ['Checks'],
  operationId: 'listFindings',
  summary: 'Check the client',
  description:
    'Runs the checks over the last 1,000 requests of the world, their runs, webhooks, uploads and downloads. Requests of the dashboard are left out.',
  params: WorldParams,
  querystring: FindingQuery,
  response: answers(200, FindingListSchema),
}

export function findingRoutes(api: Api, { services: { worlds, findings } }: ControlDeps): void {
  api.get(
    '/worlds/:world/findings',
    { schema: listFindings },
    async ({ params, query }): Promise<FindingList> => {
      const ignored = checksIn(query.ignore)
      const world = await worlds.get(params.world)
      const found = await findings.list(world, { isFinal: query.final ?? false, ignored })
      return { findings: found.map(renderFinding) }
    },
  )
}

/** @throws ApiError 400 for an unknown id, with the nearest known one */
function checksIn(list = ''): ReadonlySet<CheckId> {
  const ids = list.split(',').filter((id) => id !== '')
  try {
    return new Set(ids.map(checkIdOf))
  } catch (error) {
    throw validationError([
      { field: 'ignore', message: `Expected ${error instanceof Error ? error.message : ''}` },
    ])
  }
}

export const renderFinding = ({ check, message, requests, runId, cost }: Finding): FindingAnswer => ({
  check: check.id,
  severity: check.severity,
  message,
  remedy: check.remedy,
  requests: [...requests],
  run_id: runId,
  cost_usd: cost === null ? null : toUsd(cost),
  help: `docs/checks.md#${check.id}`,
})

/** Turns a listed finding back into one; none for a check that this version does not have. */
export function readFinding({ check: id, message, requests, ...rest }: FindingAnswer): readonly Finding[] {
  const cost = rest.cost_usd === null ? null : microUsd(rest.cost_usd * 1e6)
  return CHECKS.filter((check) => check.id === id).map((check) => ({
    check,
    message,
    requests,
    runId: rest.run_id,
    cost,
  }))
}
