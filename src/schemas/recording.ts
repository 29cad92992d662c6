import { type Static, Type } from 'typebox'

/** Version of the recordings that this emulator writes. It refuses newer ones. */
export const RECORDING_VERSION = 1

/** The member of a HAR's `log` that holds a recording. HAR demands the underscore of members that it does not define. */
export const RECORDING_MEMBER = '_flora_emulator'

const WEEK_MS = 7 * 24 * 60 * 60 * 1000
const Milliseconds = Type.Number({ minimum: 0, maximum: WEEK_MS })
const OrNull = <Schema extends ReturnType<typeof Type.Number> | ReturnType<typeof Type.String>>(
  schema: Schema,
) => Type.Union([schema, Type.Null()])
const Usd = OrNull(Type.Number({ minimum: 0, maximum: 1_000_000 }))

const RecordedRun = Type.Object({
  /** From the creation of the run to its start. */
  start_ms: OrNull(Milliseconds),
  /** From the creation of the run to its end. */
  end_ms: Milliseconds,
  progress: Type.Array(
    Type.Object({ ms: Milliseconds, percent: Type.Number({ minimum: 0, maximum: 100 }) }),
    { maxItems: 100 },
  ),
  quote_usd: Usd,
  settled_usd: Usd,
  /** Null for a completed run. */
  error_code: OrNull(Type.String({ minLength: 1, maxLength: 200 })),
})
export type RecordedRunJson = Static<typeof RecordedRun>

const RunsById = Type.Record(Type.String(), Type.Array(RecordedRun, { maxItems: 10_000 }))

/** What `flora-emulator record` measured, by the id of the model, technique or action. */
export const Recording = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  models: RunsById,
  techniques: RunsById,
  actions: RunsById,
})
export type Recording = Static<typeof Recording>
