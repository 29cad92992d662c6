import type { WorldHandle } from '../../client/world-handle.ts'
import type { RunRecord } from '../../schemas/control/runs/run.ts'
import { faultOf } from '../faults/catalogue.ts'
import type { PlacedFault } from '../faults/placed-fault.ts'
import { rulesFor } from '../faults/rules.ts'
import { driveWebhooks } from './drive-webhooks.ts'
import type { Ending, Evidence } from './evidence.ts'
import type { Lab, TrialSettings } from './lab.ts'
import { follow, type Recording } from './recording.ts'

/** Runs other than the slow one take a hundredth of their time, because a slow run needs a clock that goes by itself. */
const SLOW_RUN_SCALE = 0.01
/** Wall time beyond the delay of a slow answer in which it is handled. */
const HANDLED_WITHIN_MS = 2_000
const PAGE = 100
const WEBHOOKS_MAX = 1_000

/** Runs the client once with some faults, in a world of its own that is dropped afterwards. */
export async function runTrial(lab: Lab, placed: readonly PlacedFault[]): Promise<Evidence> {
  const world = lab.emulator.world(lab.nextWorld())
  try {
    await world.configure(configOf(lab.settings, placed))
    const { recording, ended } = await follow(lab.emulator.url, world.name)
    const causes = await addRules(world, placed, lab.settings)
    const ending = await runDriven(lab, world, recording)
    if (ending.exitCode !== null) await slowAnswersHandled(world, recording, lab.settings, causes)
    const evidence = await collect(world, ending, recording, causes)
    // Ends the stream, so that every event has been read.
    await world.drop()
    await ended
    return { ...evidence, placed }
  } catch (error) {
    await world.drop()
    throw error
  }
}

const has = (placed: readonly PlacedFault[], id: PlacedFault['fault']): boolean =>
  placed.some(({ fault }) => fault === id)

const configOf = ({ seed, clock }: TrialSettings, placed: readonly PlacedFault[]) =>
  has(placed, 'run-slow') ? { seed, clock: 'real' as const, duration_scale: SLOW_RUN_SCALE } : { seed, clock }

/** Adds the rules of the faults. Returns what each rule causes, by its id. */
async function addRules(
  world: WorldHandle,
  placed: readonly PlacedFault[],
  settings: TrialSettings,
): Promise<ReadonlyMap<string, readonly PlacedFault[]>> {
  const causes = new Map<string, readonly PlacedFault[]>()
  for (const { rule, causes: faults } of rulesFor(placed, settings)) {
    const { id } = await world.rules.add(rule)
    if (faults.length > 0) causes.set(id, faults)
  }
  return causes
}

async function runDriven(lab: Lab, world: WorldHandle, recording: Recording): Promise<Ending> {
  const clientEnded = new AbortController()
  const driving = lab.settings.clock === 'auto' ? driveWebhooks(world, recording, clientEnded.signal) : null
  try {
    return await lab.runClient(world, lab.stopping)
  } finally {
    clientEnded.abort()
    await driving
  }
}

/** A request whose client has given up is handled all the same, as by a real server, and may start a run. */
async function slowAnswersHandled(
  world: WorldHandle,
  recording: Recording,
  { slowSeconds }: TrialSettings,
  causes: ReadonlyMap<string, readonly PlacedFault[]>,
): Promise<void> {
  for (const { id, applied } of await world.rules.list()) {
    if (applied === 0 || !has(causes.get(id) ?? [], 'slow-answer')) continue
    await recording.waitFor(({ rule }) => rule === id, slowSeconds * 1000 + HANDLED_WITHIN_MS)
  }
}

async function collect(
  world: WorldHandle,
  ending: Ending,
  recording: Recording,
  causes: ReadonlyMap<string, readonly PlacedFault[]>,
): Promise<Omit<Evidence, 'placed'>> {
  const used = (await world.rules.list()).filter(({ applied }) => applied > 0)
  const findings = await world.findings.list({ final: true })
  await endRuns(world)
  const runs = await runsOf(world, recording)
  return {
    ...ending,
    gaveUp: ending.gaveUp(),
    requests: recording.requests,
    created: recording.created,
    runs,
    webhooks: await world.webhooks.list({ limit: WEBHOOKS_MAX }),
    costUsd: micro(runs.reduce((sum, { cost_usd: cost }) => sum + (cost ?? 0), 0)),
    findings: findings.filter(({ severity }) => severity === 'error'),
    applied: used.flatMap(({ id }) => causes.get(id) ?? []).filter(isFirst),
  }
}

const isFirst = (placed: PlacedFault, index: number, all: readonly PlacedFault[]): boolean =>
  all.indexOf(placed) === index

const micro = (usd: number): number => Math.round(usd * 1e6) / 1e6

/** Lets runs end that the client has left, because they are paid too. Their webhooks stay: the receiver has gone. */
async function endRuns(world: WorldHandle): Promise<void> {
  for (const { id } of await world.webhooks.list({ state: 'pending', limit: WEBHOOKS_MAX })) {
    await world.webhooks.hold(id)
  }
  await world.clock.advance({ until: 'idle' })
}

/** Reads the runs that the client has started. A new world has runs of its own. */
async function runsOf(world: WorldHandle, { created }: Recording): Promise<readonly RunRecord[]> {
  const wanted = new Set(created)
  const runs: RunRecord[] = []
  let cursor: string | null = null
  while (runs.length < wanted.size) {
    const page = await world.runs.list({ limit: PAGE, ...(cursor === null ? {} : { cursor }) })
    runs.push(...page.runs.filter(({ run_id: id }) => wanted.has(id)))
    cursor = page.next_cursor
    if (cursor === null) break
  }
  return runs.toReversed()
}

/** Whether a trial waits rather than computes, so that more of them can run at once. */
export const isWaiting = (placed: readonly PlacedFault[]): boolean =>
  placed.some(({ fault }) => faultOf(fault).isSlow)
