import { Type } from 'typebox'
import { PLAN_VERSION } from '../../../simulator/runs/plan.ts'
import { OUTPUT_FAULTS } from '../../../simulator/rules/output-fault.ts'
import { Amount, closed, Instant, Text } from './snapshot-values.ts'

const Side = Type.Integer({ minimum: 16, maximum: 4096 })
const VideoSide = Type.Integer({ minimum: 16, maximum: 4096, multipleOf: 2 })
const Size = { width: Side, height: Side }
const Seconds = Type.Number({ minimum: 1, maximum: 30 })
const OutputId = Type.String({ pattern: '^[A-Za-z0-9_-]{1,100}$' })

export const Fault = Type.Enum([...OUTPUT_FAULTS], { type: 'string' })
const Folder = Type.String({ pattern: '^(code-sandbox|node-outputs/\\d{1,6}/\\d{1,2}/\\d{1,2})$' })
const File = { id: OutputId, fault: Type.Optional(Fault), folder: Type.Optional(Folder) }

const Output = Type.Union([
  closed({
    ...File,
    kind: Type.Literal('image'),
    format: Type.Enum(['png', 'jpg', 'webp'], { type: 'string' }),
    ...Size,
  }),
  closed({
    ...File,
    kind: Type.Literal('video'),
    format: Type.Literal('mp4'),
    seconds: Seconds,
    width: VideoSide,
    height: VideoSide,
  }),
  closed({
    ...File,
    kind: Type.Literal('audio'),
    format: Type.Enum(['wav', 'mp3'], { type: 'string' }),
    seconds: Seconds,
  }),
  closed({ ...File, kind: Type.Literal('document'), format: Type.Literal('pdf') }),
  closed({ id: OutputId, kind: Type.Literal('text'), text: Text }),
])

/** The plan of a run, decided when it was created. */
export const Plan = closed({
  version: Type.Literal(PLAN_VERSION),
  startsAt: Instant,
  endsAt: Instant,
  milestones: Type.Union([
    Type.Literal('linear'),
    Type.Array(closed({ at: Instant, progress: Type.Number({ minimum: 0, maximum: 100 }) })),
  ]),
  outcome: Type.Union([
    closed({
      kind: Type.Literal('completed'),
      outputs: Type.Array(Output),
      cost: Amount,
      costDelayMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400_000 })),
    }),
    closed({ kind: Type.Literal('failed'), code: Text, message: Text, cost: Type.Optional(Amount) }),
  ]),
})

export const OutputKind = Type.Enum(['image', 'video', 'audio', 'text', 'document'], { type: 'string' })

/** The request of a run. */
export const Request = closed({
  type: OutputKind,
  prompt: Text,
  model: Text,
  params: Type.Record(Type.String(), Type.Unknown()),
  technique: Type.Optional(closed({ id: Text, name: Text })),
  action: Type.Optional(
    closed({ id: Text, alias: Type.Optional(Text), inputs: Type.Optional(Type.Array(Text)) }),
  ),
  node: Type.Optional(Text),
  references: Type.Optional(Type.Array(Text)),
  callbackUrl: Type.Optional(Text),
  traceParent: Type.Optional(Type.String({ pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' })),
  outputs: Type.Optional(
    Type.Array(
      closed({
        id: OutputId,
        kind: OutputKind,
        text: Type.Optional(Text),
      }),
    ),
  ),
})
