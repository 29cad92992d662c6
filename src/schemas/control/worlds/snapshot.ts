import { type Static, Type } from 'typebox'
import { nullable } from '../../common.ts'
import { CanvasEdgeRow, CanvasNodeRow, CanvasRow } from './snapshot-canvas.ts'
import { WebhookEffect, WebhookRow, WebhookSecretRow } from './snapshot-webhook.ts'
import { TechniqueRow } from './snapshot-technique.ts'
import { Fault, Plan, Request } from './snapshot-run.ts'
import {
  Amount,
  Balance,
  BalanceChange,
  ClockInstant,
  closed,
  Count,
  Id,
  Instant,
  Ordinal,
  PastInstant,
  Text,
} from './snapshot-values.ts'
import { ErrorHeaders } from '../rules/rule.ts'
import { ClockMode, StoredSettings } from './world.ts'

const MATCH = ['operation', 'method', 'path', 'workspaceId', 'type', 'model', 'prompt'] as const

const Rule = closed({
  match: closed(Object.fromEntries(MATCH.map((name) => [name, Type.Optional(Text)]))),
  times: nullable(Ordinal),
  effect: closed({
    delayMs: nullable(Type.Integer({ minimum: 0, maximum: 600_000 })),
    error: nullable(
      closed({
        status: Type.Integer({ minimum: 400, maximum: 599 }),
        code: nullable(Text),
        message: nullable(Text),
        headers: ErrorHeaders,
      }),
    ),
    drop: nullable(Type.Enum(['before', 'after'], { type: 'string' })),
    body: nullable(Type.Enum(['truncated', 'malformed'], { type: 'string' })),
    run: closed({
      outcome: nullable(closed({ kind: Type.Literal('failed'), code: Text, message: nullable(Text) })),
      durationMs: nullable(Type.Integer({ minimum: 0, maximum: 86_400_000 })),
      webhook: nullable(WebhookEffect),
      output: nullable(Fault),
    }),
  }),
})

const Workspace = closed({
  ordinal: Ordinal,
  id: Id('ws'),
  name: Text,
  created_at: Instant,
  balance_micro_usd: Balance,
  spent_micro_usd: Amount,
  generation_count: Count,
  technique_count: Count,
})

const Project = closed({
  ordinal: Ordinal,
  id: Id('prj'),
  workspace_id: Text,
  name: Text,
  name_folded: Text,
  origin: nullable(Text),
  created_at: Instant,
  modified_at: Instant,
  generation_count: Count,
  technique_count: Count,
})

const Run = closed({
  kind: Type.Enum(['generation', 'technique'], { type: 'string' }),
  ordinal: Ordinal,
  id: Id('run'),
  workspace_id: Text,
  project_id: Text,
  technique_id: nullable(Text),
  created_at: PastInstant,
  starts_at: Instant,
  ends_at: Instant,
  outcome: Type.Enum(['completed', 'failed'], { type: 'string' }),
  reserved_micro_usd: Amount,
  charged_micro_usd: Amount,
  settled: Type.Integer({ minimum: 0, maximum: 1 }),
  quote_micro_usd: Amount,
  request: Request,
  plan: Plan,
})

const LedgerRow = closed({
  ordinal: Ordinal,
  at: Instant,
  kind: Type.Enum(['reserve', 'settle', 'refund', 'adjust'], { type: 'string' }),
  workspace_id: Text,
  run_id: nullable(Text),
  amount_micro_usd: BalanceChange,
  balance_micro_usd: Balance,
})

const Folder = { ordinal: Ordinal, id: Text, workspace_id: Text, name: Text, created_at: Instant }

const LibraryItem = closed({
  ordinal: Ordinal,
  id: Id('node'),
  workspace_id: Text,
  folder_id: nullable(Text),
  type: Type.Enum(['image', 'text'], { type: 'string' }),
  content: Text,
  description: nullable(Text),
  created_at: Instant,
})

const FeedbackRow = closed({
  ordinal: Ordinal,
  id: Id('fb'),
  kind: Text,
  summary: Text,
  detail: Text,
  attempted_tools: Type.Array(Text),
  workspace_id: nullable(Text),
  project_id: nullable(Text),
  run_id: nullable(Text),
  received_at: Instant,
})

const Pixels = nullable(Type.Integer({ minimum: 1, maximum: 0xffff_ffff }))

const AssetRow = closed({
  ordinal: Ordinal,
  id: Id('asset'),
  workspace_id: Text,
  project_id: nullable(Text),
  folder: nullable(Text),
  file_name: nullable(Text),
  name_folded: Text,
  description: nullable(Text),
  content_type: nullable(Text),
  upload_content_type: nullable(Text),
  status: Type.Enum(['pending_upload', 'ready', 'failed'], { type: 'string' }),
  uploaded_via: Type.Enum(['url', 'signed_url', 'direct'], { type: 'string' }),
  size_bytes: nullable(Count),
  width: Pixels,
  height: Pixels,
  hash: nullable(Type.String({ pattern: '^[0-9a-f]{64}$' })),
  created_at: Instant,
  expires_at: nullable(Instant),
  upload_token: nullable(Id('upload')),
  attempts: Count,
  failure_message: nullable(Text),
})

/** The version that this emulator writes. It reads this one and every earlier one. */
export const SNAPSHOT_VERSION = 3

/** A whole world. `tables` holds its rows in the database; money is in millionths of a dollar. */
export const Snapshot = closed({
  format: Type.Literal('flora-emulator-world'),
  version: Type.Literal(SNAPSHOT_VERSION),
  world: closed({
    seed: Type.String({ minLength: 1, maxLength: 200 }),
    created_at: ClockInstant,
    clock: closed({ mode: ClockMode, now: ClockInstant }),
    settings: StoredSettings,
  }),
  tables: closed({
    workspaces: Type.Array(Workspace),
    projects: Type.Array(Project),
    runs: Type.Array(Run),
    ledger: Type.Array(LedgerRow),
    idempotency_keys: Type.Array(
      closed({
        scope: Text,
        key: Text,
        expires_at: Instant,
        fingerprint: nullable(Text),
        run_id: nullable(Text),
      }),
    ),
    rules: Type.Array(
      closed({ ordinal: Ordinal, id: Type.String({ pattern: '^rule_\\d+$' }), rule: Rule, applied: Count }),
    ),
    folders: Type.Array(closed(Folder)),
    folder_projects: Type.Array(closed({ project_id: Text, folder_id: Text })),
    library_folders: Type.Array(closed({ ...Folder, deleted_at: nullable(Instant) })),
    library_items: Type.Array(LibraryItem),
    feedback: Type.Array(FeedbackRow),
    assets: Type.Array(AssetRow),
    asset_bytes: Type.Array(
      closed({
        ordinal: Ordinal,
        bytes: Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', description: 'Content in base64.' }),
      }),
    ),
    canvases: Type.Array(CanvasRow),
    canvas_nodes: Type.Array(CanvasNodeRow),
    canvas_edges: Type.Array(CanvasEdgeRow),
    webhooks: Type.Array(WebhookRow),
    webhook_secrets: Type.Array(WebhookSecretRow),
    techniques: Type.Array(TechniqueRow),
  }),
})
export type Snapshot = Static<typeof Snapshot>
