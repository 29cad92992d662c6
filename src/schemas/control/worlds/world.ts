import { type Static, Type } from 'typebox'
import { CLOCK_MAX } from '../../../kernel/instants.ts'

const WorldName = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]{0,62}$',
  description:
    'Name of a world: lower case letters, digits, `-` and `_`. Its API key is `sk_test_` and the name.',
  examples: ['default'],
})

export const WorldParams = Type.Object({ world: WorldName })

export const ClockMode = Type.Enum(['real', 'manual', 'auto'], {
  type: 'string',
  description: '`real`: wall time. `manual`: moves on request. `auto`: jumps ahead at each poll.',
})

const Instant = (description: string) =>
  Type.Integer({ minimum: 0, maximum: CLOCK_MAX, description, examples: [1772355600000] })

export const Clock = Type.Object(
  {
    mode: ClockMode,
    now: Instant("The world's time, in unix milliseconds."),
    now_iso: Type.String({ description: 'The same instant in ISO 8601, UTC.' }),
  },
  { description: "A world's time." },
)
export type Clock = Static<typeof Clock>

export const ClockChange = Type.Object({
  mode: Type.Optional(ClockMode),
  now: Type.Optional(Instant('Where the clock goes on from, in unix milliseconds; not before its time.')),
})

export type ClockChange = Static<typeof ClockChange>

export const AdvanceBody = Type.Object(
  {
    ms: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e15, description: 'Duration in milliseconds.' })),
    seconds: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12, description: 'Duration in seconds.' })),
    to: Type.Optional(Instant('To this instant, in unix milliseconds.')),
    until: Type.Optional(
      Type.String({
        pattern: '^(idle|run_\\S+)$',
        description: '`idle` advances until no run is in flight. The id of a run advances until its end.',
      }),
    ),
  },
  { description: 'Exactly one member.' },
)
export type AdvanceBody = Static<typeof AdvanceBody>

const RunEvent = Type.Object({
  at: Instant('World time, in unix milliseconds.'),
  type: Type.Enum(['run.running', 'run.completed', 'run.failed'], { type: 'string' }),
  run_id: Type.String(),
})

export const AdvanceAnswer = Type.Object({
  now: Instant('The time it is now.'),
  events: Type.Array(RunEvent, { description: 'Changes of runs during the move, in order.' }),
  events_omitted: Type.Integer({ minimum: 0, description: 'Number of events that are not listed.' }),
})
export type AdvanceAnswer = Static<typeof AdvanceAnswer>

/** Settings of a world, as in the options of `flora-emulator start`. */
const SETTINGS = {
  duration_scale: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 1000,
      description: "Factor on the model's estimate of the duration of a run.",
    }),
  ),
  rate_limit: Type.Optional(
    Type.String({
      pattern: '^(off|[1-9]\\d{0,5}/[1-9]\\d{0,4})$',
      description: '`<requests>/<seconds>` per API key, or `off`.',
      examples: ['1200/60'],
    }),
  ),
  profile: Type.Optional(Type.Enum(['docs', 'measured'], { type: 'string' })),
  clock: Type.Optional(ClockMode),
}

export const WorldConfigBody = Type.Object({
  ...SETTINGS,
  seed: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  now: Type.Optional(Instant('The time at which its clock starts, now and after each reset.')),
})
export type WorldConfigBody = Static<typeof WorldConfigBody>

/** Settings of a world in a snapshot. */
export const StoredSettings = Type.Object({
  ...SETTINGS,
  now: Type.Optional(Instant('Where its clock starts after a reset.')),
})
export type StoredSettings = Static<typeof StoredSettings>

export const WorldAnswer = Type.Object({
  name: WorldName,
  api_key: Type.String({ description: 'API key of the world.' }),
  seed: Type.String(),
  created_at: Instant('World time of its creation, in unix milliseconds.'),
  clock: Clock,
  duration_scale: Type.Number(),
  rate_limit: Type.String(),
  profile: Type.String(),
})
export type WorldAnswer = Static<typeof WorldAnswer>
