/** Survives or reports every fault that flora-emulator explore knows: see docs/explore.md. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

interface Run {
  readonly run_id: string
  readonly status: string
}

const { FLORA_BASE_URL: base = '', FLORA_API_KEY: key = '' } = process.env
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const place = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }

/** Statuses after which the same request may succeed. */
const PASSING = [408, 429, 500, 502, 503, 504]

/** Sends a request up to four times. A 409 says that an earlier attempt has started the run. */
async function call<Answer>(path: string, init: RequestInit = {}): Promise<Answer | null> {
  const unique = { 'idempotency-key': randomUUID() }
  let waitMs = 100
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const signal = AbortSignal.timeout(1000)
    const answer = await fetch(base + path, { ...init, headers: { ...headers, ...unique }, signal }).catch(
      () => null,
    )
    if (answer?.status === 409) return null
    if (answer?.ok === true) {
      const parsed = await answer.json().catch(() => null)
      if (parsed !== null) return parsed as Answer
    } else if (answer !== null && !PASSING.includes(answer.status)) {
      throw new Error(`${path} was answered with ${answer.status}`)
    }
    const asked = Number(answer?.headers.get('retry-after') ?? 0) * 1000
    await delay(Math.max(asked, waitMs))
    waitMs *= 2
  }
  throw new Error(`no answer from ${path}`)
}

/** Returns the newest run of the project, which nobody else uses. */
async function newest(): Promise<Run> {
  const query = new URLSearchParams({ ...place, limit: '1' }).toString()
  const page = await call<{ generations: Run[] }>(`/generations?${query}`)
  const run = page?.generations[0]
  if (run === undefined) throw new Error('the run was not found')
  return run
}

const body = JSON.stringify({ type: 'image', prompt: 'A lighthouse', ...place })
const { run_id: id } = (await call<Run>('/generate', { method: 'POST', body })) ?? (await newest())
for (let polls = 0; ; polls += 1) {
  const run = await call<Run>(`/runs/${id}`)
  if (run?.status === 'completed') break
  if (run?.status === 'failed') throw new Error('the run failed')
  if (polls === 1000) throw new Error('the run takes too long')
  await delay(50)
}
console.log('done')
