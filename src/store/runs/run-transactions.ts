import { type EpochMs, microUsd } from '../../kernel/units.ts'
import type { Plan } from '../../simulator/runs/plan.ts'
import { stateAt } from '../../simulator/runs/state-at.ts'
import { findEarlierUse, takeClaim } from '../requests/idempotency-keys.ts'
import type { Steps } from '../sql.ts'
import { rescheduleWebhooks } from '../webhooks/due-webhooks.ts'
import { addWebhook } from '../webhooks/webhooks.ts'
import { type Balances, openBalances } from '../workspaces/balances.ts'
import { addRunToProject, insertProject, nextProjectOrdinal } from '../workspaces/projects.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type { CreateRun, CreateRunResult, EndRunResult, RunRecord, SampleRun } from './run-records.ts'
import { findRun, insertRun, nextRunOrdinal, replacePlan } from './runs.ts'
import { settleRuns } from './settle.ts'

/** Looks the idempotency key up, settles ended runs, reserves the price, and stores the run with its claim and webhook. */
export function* createRun(command: CreateRun, now: EpochMs): Steps<CreateRunResult> {
  const { world, claim } = command
  const earlier = claim === null ? null : yield* findEarlierUse(world, claim, now)
  if (earlier !== null) return { outcome: 'duplicate_key', earlier }
  const balances = yield* openBalances(world)
  yield* settleRuns(balances, world, now, null)
  const result = yield* reserveAndStore(command, balances, now)
  yield* balances.save()
  return result
}

function* reserveAndStore(command: CreateRun, balances: Balances, now: EpochMs): Steps<CreateRunResult> {
  const { world, kind, workspaceId, claim, failsUnpaid = false } = command
  const balance = yield* balances.find(workspaceId)
  if (balance === null) return { outcome: 'unknown_workspace' }
  const isPaid = balance >= command.quote
  if (!isPaid && !failsUnpaid) return { outcome: 'insufficient_credits' }
  const projectId = yield* projectFor(command)
  const isKnown = yield* addRunToProject({ world, workspaceId, projectId, kind }, now)
  if (!isKnown) return { outcome: 'unknown_project' }
  const ordinal = yield* nextRunOrdinal(world)
  const { id, request, plan, webhook } = command.build(ordinal, isPaid)
  const quote = isPaid ? command.quote : microUsd(0)
  const run = { kind, ordinal, id, workspaceId, projectId, createdAt: now, quote, request, plan }
  if (claim !== null) yield* takeClaim(world, claim, now, id)
  yield* insertRun(world, run, { reserved: quote, settled: false })
  yield* balances.addRun(workspaceId, kind)
  // Not `-quote`, which is -0 for a free run.
  const amount = microUsd(0 - quote)
  yield* balances.enter({ at: now, kind: 'reserve', workspaceId, runId: id, amount })
  if (webhook !== undefined) yield* addWebhook(world, id, webhook)
  return { outcome: 'created', run }
}

function* projectFor({ world, projectId }: CreateRun): Steps<string> {
  if (typeof projectId === 'string') return projectId
  const ordinal = yield* nextProjectOrdinal(world)
  return (yield* insertProject(world, ordinal, projectId(ordinal))).id
}

/** Stores a run that has ended and was paid before the opening balance. */
export function* addSampleRun(world: WorldKey, sample: SampleRun): Steps<void> {
  const { kind, workspaceId, projectId, createdAt } = sample
  const run = { ...sample, ordinal: yield* nextRunOrdinal(world) }
  yield* insertRun(world, run, { reserved: microUsd(0), settled: true })
  const balances = yield* openBalances(world)
  yield* balances.addRun(workspaceId, kind)
  yield* balances.save()
  yield* addRunToProject({ world, workspaceId, projectId, kind }, createdAt)
}

/**
 * Gives a run that has not ended by `now` another plan, which ends it.
 *
 * @param replan pure
 */
export function* endRun(
  world: WorldKey,
  id: string,
  replan: (run: RunRecord) => Plan,
  now: EpochMs,
): Steps<EndRunResult> {
  const run = yield* findRun(world, id)
  if (run === null) return { outcome: 'unknown_run' }
  const { status } = stateAt(run.plan, now)
  if (status === 'completed' || status === 'failed') return { outcome: 'already_over', run }
  const ended: RunRecord = { ...run, plan: replan(run) }
  const balances = yield* openBalances(world)
  yield* settleRuns(balances, world, now, null)
  const isReplaced = yield* replacePlan(world, id, ended.plan)
  if (isReplaced) {
    yield* rescheduleWebhooks(world, id, ended.plan.endsAt)
    yield* settleRuns(balances, world, now, null)
  }
  yield* balances.save()
  // After the restore of a snapshot with an earlier clock, a settled run can look in flight. Its plan stays.
  return isReplaced ? { outcome: 'ended', run: ended } : { outcome: 'already_over', run }
}
