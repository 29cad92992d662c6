// The floor: bare Fastify with prepared statements on the emulator's tables. It does not validate or authenticate, and has
// no world clock. Usage: node floor.mjs <database file or :memory:>
import { readdirSync, readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { fastify } from 'fastify'
import { nanoid } from 'nanoid'

const root = new URL('../', import.meta.url)
const migrations = new URL('src/store/migrations/sqlite/', root)
const models = JSON.parse(readFileSync(new URL('fixtures/models.json', root), 'utf8'))

const db = new Database(process.argv[2])
db.pragma('journal_mode = WAL')
db.pragma('synchronous = NORMAL')
for (const file of readdirSync(migrations).toSorted())
  db.exec(readFileSync(new URL(file, migrations), 'utf8'))
db.exec(`INSERT INTO worlds VALUES (1, 'default', 's', 0, 'real', 0, '{}', 0);
         INSERT INTO workspaces (world, ordinal, id, name, created_at, balance_micro_usd)
           VALUES (1, 1, 'ws_abc123', 'w', 0, 1000000000000);
         INSERT INTO projects (world, ordinal, id, workspace_id, name, name_folded, created_at, modified_at)
           VALUES (1, 1, 'prj_abc123', 'ws_abc123', 'p', 'p', 0, 0)`)

const columns = `world, kind, ordinal, id, workspace_id, project_id, created_at, starts_at, ends_at, outcome,
  reserved_micro_usd, charged_micro_usd, settled, quote_micro_usd, request, plan`
const insertRun =
  db.prepare(`INSERT INTO runs (${columns}) VALUES (1, 'generation', ?, ?, 'ws_abc123', 'prj_abc123',
  ?, ?, ?, 'completed', 40000, 40000, 0, 40000, ?, ?)`)
const reserveEntry = db.prepare(
  `INSERT INTO ledger VALUES (1, ?, ?, 'reserve', 'ws_abc123', ?, -40000, 1000000000000)`,
)
const settleEntry = db.prepare(
  `INSERT INTO ledger VALUES (1, ?, ?, 'settle', 'ws_abc123', ?, 0, 1000000000000)`,
)
const settle = db.prepare(
  'UPDATE runs SET settled = 1 WHERE world = 1 AND settled = 0 AND ends_at <= ? RETURNING id',
)
const reserve = db.prepare(`UPDATE workspaces SET balance_micro_usd = balance_micro_usd - 40000,
  generation_count = generation_count + 1 WHERE world = 1 AND id = ?`)
const touch = db.prepare(`UPDATE projects SET generation_count = generation_count + 1, modified_at = ?
  WHERE world = 1 AND id = ?`)
const findRun = db.prepare('SELECT * FROM runs WHERE world = 1 AND id = ?')
// LIMIT in src/store/sql.ts explains why the limit is an expression.
const listRuns = db.prepare(`SELECT * FROM runs WHERE world = 1 AND kind = 'generation' AND workspace_id = ?
  ORDER BY ordinal DESC LIMIT (? + 0)`)

let ordinal = 0
let entries = 0
const create = db.transaction((body) => {
  const now = Date.now()
  const id = `run_${nanoid()}`
  for (const run of settle.all(now)) settleEntry.run((entries += 1), now, run.id)
  ordinal += 1
  const plan = { version: 1, startsAt: now, endsAt: now + 1200, milestones: 'linear', outcome: OUTCOME }
  insertRun.run(ordinal, id, now, now, now + 1200, JSON.stringify(body), JSON.stringify(plan))
  reserve.run(body.workspace_id)
  touch.run(now, body.project_id)
  reserveEntry.run((entries += 1), now, id)
  return id
})
const OUTCOME = {
  kind: 'completed',
  outputs: [{ id: 'output_1', kind: 'image', width: 1024, height: 1024 }],
  cost: 40000,
}

/** Converts a row to the answer of the API. */
function render(row) {
  const { outcome } = JSON.parse(row.plan)
  return {
    run_id: row.id,
    status: 'completed',
    progress: 100,
    created_at: row.created_at,
    poll_url: `http://127.0.0.1/api/v1/runs/${row.id}`,
    started_at: row.starts_at,
    completed_at: row.ends_at,
    charged_cost: row.quote_micro_usd / 1e6,
    outputs: outcome.outputs.map(({ id }) => ({
      output_id: id,
      type: 'imageUrl',
      url: `http://127.0.0.1/media/default/${row.id}/${id}.png`,
    })),
  }
}

const app = fastify()
// The emulator sends these headers too, and they cost bytes.
const headers = {
  'request-id': 'req_000000000000000000000001',
  'x-flora-emulator': '0.1.0',
  vary: 'Origin',
  'access-control-expose-headers': 'request-id, retry-after, idempotent-replayed, x-flora-emulator',
}
app.addHook('onRequest', (_request, reply, done) => {
  reply.headers(headers)
  done()
})
app.get('/models', async () => ({ models }))
app.get('/runs/:id', async (request) => render(findRun.get(request.params.id)))
app.get('/generations', async (request) => {
  const rows = listRuns.all(request.query.workspace_id, Number(request.query.limit))
  const generations = rows.map((row) => ({
    ...render(row),
    generation_id: row.id,
    project_id: row.project_id,
    workspace_id: row.workspace_id,
    model: { model_id: JSON.parse(row.request).model },
  }))
  return { generations, meta: { next_cursor: null, total_estimate: ordinal } }
})
app.post('/generate', async (request, reply) => {
  const id = create.immediate(request.body)
  reply.code(201)
  return {
    run_id: id,
    type: 'generation',
    estimated_seconds: 12,
    charged_cost: 0.04,
    poll_url: `http://127.0.0.1/api/v1/runs/${id}`,
    model: { model_id: 't2i-flux-2-pro' },
    project_id: request.body.project_id,
    technique: null,
    action: null,
  }
})
process.on('SIGTERM', () => process.exit(0))
process.stdout.write(`listening on ${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
