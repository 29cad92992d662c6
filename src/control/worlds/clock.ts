import { validationError } from '../../kernel/errors.ts'
import type { Api } from '../../http/typed-fastify.ts'
import {
  AdvanceAnswer,
  AdvanceBody,
  type Clock,
  Clock as ClockSchema,
  ClockChange,
  WorldParams,
} from '../../schemas/control/worlds/world.ts'
import type { Advance, ClockTarget } from '../../services/worlds/clocks.ts'
import type { World } from '../../services/worlds/world.ts'
import { epochMs } from '../../kernel/units.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'

const tags = ['Clock']

const getClock = {
  tags,
  operationId: 'getClock',
  summary: "Read a world's clock",
  params: WorldParams,
  response: answers(200, ClockSchema),
}

const putClock = {
  tags,
  operationId: 'putClock',
  summary: "Change a world's clock",
  description: 'Sets the mode of the clock, or a later instant. Only a reset moves a clock back.',
  params: WorldParams,
  body: ClockChange,
  response: answers(200, ClockSchema),
}

const advanceClock = {
  tags,
  operationId: 'advanceClock',
  summary: "Advance a world's clock",
  description:
    'Advances by a duration, to an instant, until no run is in flight, or until the end of one run.',
  params: WorldParams,
  body: AdvanceBody,
  response: answers(200, AdvanceAnswer),
}

export function clockRoutes(api: Api, { services: { worlds, clocks } }: ControlDeps): void {
  api.get('/worlds/:world/clock', { schema: getClock }, async ({ params }): Promise<Clock> => {
    return renderClock(await worlds.get(params.world))
  })

  api.put('/worlds/:world/clock', { schema: putClock }, async ({ params, body }): Promise<Clock> => {
    const world = await worlds.get(params.world)
    await clocks.configure(world, body.mode ?? null, body.now === undefined ? null : epochMs(body.now))
    return renderClock(world)
  })

  api.post('/worlds/:world/clock/advance', { schema: advanceClock }, async ({ params, body }) => {
    const target = targetOf(body)
    return renderAdvance(await clocks.advance(await worlds.get(params.world), target))
  })
}

export function renderClock({ clock }: World): Clock {
  const now = clock.now()
  return { mode: clock.mode, now, now_iso: new Date(now).toISOString() }
}

function targetOf({ ms, seconds, to, until }: AdvanceBody): ClockTarget {
  const given = [ms, seconds, to, until].filter((value) => value !== undefined)
  if (given.length !== 1) {
    throw validationError([{ field: 'body', message: 'Must have exactly one of ms, seconds, to, until' }])
  }
  if (ms !== undefined) return { ms }
  if (seconds !== undefined) return { ms: Math.round(seconds * 1000) }
  if (to !== undefined) return { to: epochMs(to) }
  return until === undefined || until === 'idle' ? { until: 'idle' } : { until: 'run', runId: until }
}

function renderAdvance({ now, changes, total }: Advance): AdvanceAnswer {
  return {
    now,
    events: changes.map(({ at, runId, status }) => ({ at, type: `run.${status}` as const, run_id: runId })),
    events_omitted: total - changes.length,
  }
}
