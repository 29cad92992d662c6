import { createHash } from 'node:crypto'
import type { FieldProblem } from '../../kernel/errors.ts'
import type { Snapshot } from '../../schemas/control/worlds/snapshot.ts'
import { at } from './snapshot-problem.ts'
import { filingProblem } from './snapshot-filing.ts'
import { assetType } from '../assets/asset-types.ts'
import { canvasProblem } from './snapshot-check-canvas.ts'
import { webhookProblem } from './snapshot-check-webhooks.ts'

type Tables = Snapshot['tables']

/** The first thing in a snapshot that contradicts another, for which the shape alone says nothing. */
export function problemOf(tables: Tables): FieldProblem | null {
  return (
    projectProblem(tables) ??
    runProblem(tables) ??
    moneyProblem(tables) ??
    filingProblem(tables) ??
    assetProblem(tables) ??
    canvasProblem(tables) ??
    webhookProblem(tables)
  )
}

function projectProblem({ workspaces, projects }: Tables): FieldProblem | null {
  const known = new Set(workspaces.map(({ id }) => id))
  const index = projects.findIndex((project) => !known.has(project.workspace_id))
  return index === -1 ? null : at('projects', index, 'workspace_id', 'No such workspace in the snapshot')
}

function runProblem({ projects, runs }: Tables): FieldProblem | null {
  const homes = new Map(projects.map((project) => [project.id, project.workspace_id]))
  for (const [index, run] of runs.entries()) {
    const { plan, starts_at: startsAt, ends_at: endsAt } = run
    if (homes.get(run.project_id) !== run.workspace_id) {
      return at('runs', index, 'project_id', 'No such project in its workspace')
    }
    if (plan.startsAt !== startsAt || plan.endsAt !== endsAt || plan.outcome.kind !== run.outcome) {
      return at('runs', index, 'plan', 'Disagrees with starts_at, ends_at or outcome')
    }
    if (startsAt > endsAt || run.created_at > startsAt) {
      return at('runs', index, 'starts_at', 'Must lie between created_at and ends_at')
    }
    const cost = plan.outcome.kind === 'completed' ? plan.outcome.cost : 0
    if (run.charged_micro_usd !== cost && !(run.settled === 1 && run.charged_micro_usd === 0)) {
      return at('runs', index, 'charged_micro_usd', 'Disagrees with the cost in the plan')
    }
  }
  return null
}

/** Every balance is the sum of its ledger, which holds a reservation for each run that is not settled. */
function moneyProblem({ workspaces, ledger, runs }: Tables): FieldProblem | null {
  const sums = new Map(workspaces.map(({ id }) => [id, 0]))
  const reserved = new Map<string, number>()
  for (const [index, entry] of ledger.entries()) {
    const sum = sums.get(entry.workspace_id)
    if (sum === undefined) return at('ledger', index, 'workspace_id', 'No such workspace in the snapshot')
    const balance = sum + entry.amount_micro_usd
    if (balance !== entry.balance_micro_usd) {
      return at('ledger', index, 'balance_micro_usd', `Must be ${balance}, the sum so far`)
    }
    sums.set(entry.workspace_id, balance)
    if (entry.run_id !== null)
      reserved.set(entry.run_id, (reserved.get(entry.run_id) ?? 0) + entry.amount_micro_usd)
  }
  const wrong = workspaces.findIndex(({ id, balance_micro_usd: balance }) => sums.get(id) !== balance)
  if (wrong !== -1)
    return at('workspaces', wrong, 'balance_micro_usd', 'Must be the sum of its ledger entries')
  const unpaid = runs.findIndex((run) => {
    const amount = -(reserved.get(run.id) ?? 0)
    return run.settled === 0 && amount !== run.reserved_micro_usd
  })
  return unpaid === -1 ? null : at('runs', unpaid, 'reserved_micro_usd', 'Disagrees with the ledger')
}

/** An asset has a place, and bytes exactly when it says what they are. */
function assetProblem({ workspaces, projects, assets, asset_bytes: files }: Tables): FieldProblem | null {
  const known = new Set(workspaces.map(({ id }) => id))
  const homes = new Map(projects.map((project) => [project.id, project.workspace_id]))
  const bytes = new Map(files.map((file) => [file.ordinal, file.bytes]))
  for (const [index, asset] of assets.entries()) {
    const { ordinal, workspace_id: home, project_id: project, hash, status } = asset
    if (!known.has(home)) return at('assets', index, 'workspace_id', 'No such workspace in the snapshot')
    if (project !== null && homes.get(project) !== home) {
      return at('assets', index, 'project_id', 'No such project in its workspace')
    }
    const text = bytes.get(ordinal)
    bytes.delete(ordinal)
    if (hash !== (text === undefined ? null : sha256(text)) || (hash === null && status === 'ready')) {
      return at('assets', index, 'hash', 'Disagrees with asset_bytes')
    }
    if (status === 'ready' && assetType(asset.content_type ?? '') !== asset.content_type) {
      return at('assets', index, 'content_type', 'Not a type that assets can have')
    }
  }
  const stray = files.findIndex((file) => bytes.has(file.ordinal))
  return stray === -1 ? null : at('asset_bytes', stray, 'ordinal', 'No such asset in the snapshot')
}

const sha256 = (base64: string): string =>
  createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex')
