import { setImmediate as turn } from 'node:timers/promises'
import { headerProblem } from '../../kernel/error-headers.ts'
import type { FieldProblem } from '../../kernel/errors.ts'
import { RULES_MAX } from '../../services/rules/rules.ts'
import type { Snapshot } from '../../schemas/control/worlds/snapshot.ts'
import { RETRIES_MAX } from '../../simulator/webhooks/webhook.ts'
import { assetProblem } from './snapshot-check-assets.ts'
import { canvasProblem } from './snapshot-check-canvas.ts'
import { idProblem } from './snapshot-check-ids.ts'
import { moneyProblem } from './snapshot-check-money.ts'
import { problemAt, type Tables } from './snapshot-problem.ts'

const CHECKS = [
  runProblem,
  countProblem,
  moneyProblem,
  folderProblem,
  canvasProblem,
  webhookProblem,
  ruleProblem,
  assetProblem,
]

/**
 * Returns the first contradiction between rows of a snapshot that neither its schema nor the constraints of the database can
 * see, or null. The database itself refuses rows that refer to missing ones.
 */
export async function problemOf({
  tables,
  world,
}: Pick<Snapshot, 'tables' | 'world'>): Promise<FieldProblem | null> {
  for (const check of CHECKS) {
    const problem = await check(tables)
    if (problem !== null) return problem
    // A check of a large snapshot takes 50 ms.
    await turn()
  }
  return idProblem(tables, world.seed)
}

function runProblem({ runs }: Tables): FieldProblem | null {
  for (const [index, { plan, starts_at, ends_at, outcome, settled, charged_micro_usd }] of runs.entries()) {
    if (plan.startsAt !== starts_at || plan.endsAt !== ends_at || plan.outcome.kind !== outcome) {
      return problemAt('runs', index, 'plan', 'Disagrees with starts_at, ends_at or outcome')
    }
    const cost = plan.outcome.cost ?? 0
    // Runs of the fixtures were paid before the opening balance.
    if (charged_micro_usd !== cost && !(settled === 1 && charged_micro_usd === 0)) {
      return problemAt('runs', index, 'charged_micro_usd', 'Disagrees with the cost in the plan')
    }
  }
  return null
}

/** Workspaces and projects count their runs. */
function countProblem({ workspaces, projects, runs }: Tables): FieldProblem | null {
  const counts = new Map<string, number>()
  for (const { kind, workspace_id, project_id } of runs) {
    for (const key of [`${workspace_id} ${kind}`, `${project_id} ${kind}`]) {
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  for (const [table, rows] of Object.entries({ workspaces, projects }) as [
    'workspaces' | 'projects',
    Counted[],
  ][]) {
    for (const kind of ['generation', 'technique'] as const) {
      const column = `${kind}_count` as const
      const index = rows.findIndex((row) => row[column] !== (counts.get(`${row.id} ${kind}`) ?? 0))
      if (index !== -1)
        return problemAt(table, index, column, 'Is not the number of such runs in the snapshot')
    }
  }
  return null
}

type Counted = Pick<Tables['projects'][number], 'id' | 'generation_count' | 'technique_count'>

function folderProblem({ projects, folders, folder_projects: filed }: Tables): FieldProblem | null {
  const homeOf = new Map(projects.map((project) => [project.id, project.workspace_id]))
  const folderHomeOf = new Map(folders.map((folder) => [folder.id, folder.workspace_id]))
  const index = filed.findIndex(({ project_id, folder_id }) => {
    const [home, folderHome] = [homeOf.get(project_id), folderHomeOf.get(folder_id)]
    return home !== undefined && folderHome !== undefined && home !== folderHome
  })
  return index === -1
    ? null
    : problemAt('folder_projects', index, 'folder_id', 'Is in another workspace than the project')
}

function ruleProblem({ rules }: Tables): FieldProblem | null {
  if (rules.length > RULES_MAX)
    return problemAt('rules', RULES_MAX, 'ordinal', `A world holds at most ${RULES_MAX} rules`)
  for (const [index, { rule }] of rules.entries()) {
    for (const name of Object.keys(rule.effect.error?.headers ?? {})) {
      const problem = headerProblem(name)
      if (problem !== null) return problemAt('rules', index, `rule.effect.error.headers.${name}`, problem)
    }
  }
  return null
}

/** FLORA makes four attempts, so a webhook that has had them waits for no other. */
function webhookProblem({ webhooks }: Tables): FieldProblem | null {
  const index = webhooks.findIndex(
    ({ state, tries }) => tries > RETRIES_MAX && (state === 'pending' || state === 'held'),
  )
  return index === -1 ? null : problemAt('webhooks', index, 'tries', 'Must be at most 3 for this state')
}
