import { type Static, Type } from 'typebox'
import { WORLD_NAME } from '../kernel/names.ts'
import { API_PREFIX, UPLOADS_PREFIX } from '../kernel/paths.ts'
import { nullable } from './common.ts'

/** Version of the bundles that this emulator writes. It refuses newer ones. */
export const BUNDLE_VERSION = 1
export const BUNDLE_FORMAT = 'flora-emulator-bundle'

const WorldName = Type.String({ pattern: WORLD_NAME.source })
/** 9999-12-31. */
const Instant = Type.Integer({ minimum: 0, maximum: 253_402_300_799_999 })
const Count = Type.Integer({ minimum: 0 })
const Header = Type.Unsafe<[name: string, value: string]>(
  Type.Array(Type.String(), { minItems: 2, maxItems: 2 }),
)

/** `bundle.json`: what a bundle is of. */
export const BundleManifest = Type.Object({
  format: Type.Literal(BUNDLE_FORMAT),
  version: Type.Integer({ minimum: 1 }),
  /** Version of the emulator that wrote it. */
  emulator: Type.String({ maxLength: 100 }),
  /** Wall time. */
  written_at: Instant,
  command: Type.Array(Type.String()),
  exit_code: Type.Integer(),
  /** Options by their names, as text, as on the command line. */
  options: Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())])),
  /** Options with files of the machine that wrote it. */
  needs: Type.Array(Type.Enum(['fixtures', 'profile'], { type: 'string' })),
  worlds: Type.Array(WorldName, { maxItems: 10_000 }),
  /** Why `requests.json` ends before the command did; null when it holds every request. */
  cut: nullable(Type.String({ maxLength: 1000 })),
})
export type BundleManifest = Static<typeof BundleManifest>

/** Index of a text in `texts`, or bytes. */
const Body = Type.Union([Type.Object({ text: Count }), Type.Object({ base64: Type.String() })])

const Answer = Type.Object({
  status: Type.Integer({ minimum: 100, maximum: 999 }),
  headers: Type.Array(Header),
  /** A body that is no text is kept as its hash. */
  body: nullable(
    Type.Union([Type.Object({ text: Count }), Type.Object({ sha256: Type.String(), bytes: Count })]),
  ),
  /** True when the connection was cut before the end of the answer. */
  cut: Type.Boolean(),
})
export type BundleAnswer = Static<typeof Answer>

/** A request of the emulated API or of a file, with its answer. */
export const RequestStep = Type.Object({
  type: Type.Literal('request'),
  /** `request-id` of the answer. */
  id: Type.String({ minLength: 1, maxLength: 100 }),
  /** World time; null outside worlds. */
  at: nullable(Instant),
  world: nullable(WorldName),
  method: Type.String({ pattern: '^[A-Z-]{1,20}$' }),
  scheme: Type.Enum(['http', 'https'], { type: 'string' }),
  host: Type.String({ maxLength: 300 }),
  path: Type.String({ pattern: `^(${API_PREFIX}|/media|${UPLOADS_PREFIX})/` }),
  /** Stands for the API key: see src/bundle/key-reference.ts. Null without a key. */
  key: nullable(Type.String({ maxLength: 100 })),
  headers: Type.Array(Header),
  body: nullable(Body),
  /** True when secrets were removed from path, headers or body. */
  redacted: Type.Boolean(),
  /** Seconds that the rate limit asked to wait; null when the request was within it. */
  rate_limited_s: nullable(Count),
  duration_ms: Type.Number({ minimum: 0 }),
  /** Null when the connection was cut before the answer. */
  answer: nullable(Answer),
  /** True when the client closed the connection before the end of a file, so that the answer is not known. */
  abandoned: Type.Boolean(),
})
export type RequestStep = Static<typeof RequestStep>

/** The state of a world before the next request to it. */
export const StateStep = Type.Object({
  type: Type.Literal('state'),
  world: WorldName,
  /** Snapshot in the bundle. */
  file: Type.String({ pattern: '^states/[0-9]{1,6}\\.json$' }),
})
export type StateStep = Static<typeof StateStep>

/** Requests that a bundle holds. */
export const BUNDLE_REQUESTS_MAX = 10_000
/** A request is recorded after at most one state; requests in flight at the end may leave some. */
const STEPS_MAX = 3 * BUNDLE_REQUESTS_MAX

/** `requests.json`: everything that a replay repeats, in order. Steps are validated one by one. */
export const BundleRequestsFile = Type.Object({
  /** Bodies, each once. */
  texts: Type.Array(Type.String()),
  steps: Type.Array(Type.Object({ type: Type.Enum(['request', 'state'], { type: 'string' }) }), {
    maxItems: STEPS_MAX,
  }),
})

export interface BundleRequests {
  readonly texts: readonly string[]
  readonly steps: readonly (RequestStep | StateStep)[]
}
