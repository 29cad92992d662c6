/** Pays once and notices a failed run, but waits without an end when the account may not generate: see docs/explore.md. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

interface Run {
  readonly run_id: string
  readonly status: string
}

const { FLORA_BASE_URL: base = '', FLORA_API_KEY: key = '' } = process.env
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const place = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }

/** Sends a request until it succeeds. A 409 says that an earlier attempt has started the run. */
async function call<Answer>(path: string, init: RequestInit = {}): Promise<Answer | null> {
  const unique = { 'idempotency-key': randomUUID() }
  for (;;) {
    try {
      const signal = AbortSignal.timeout(1000)
      const answer = await fetch(base + path, { ...init, headers: { ...headers, ...unique }, signal })
      if (answer.status === 409) return null
      if (answer.ok) return (await answer.json()) as Answer
    } catch {
      // Tries again.
    }
    await delay(1000)
  }
}

/** Returns the newest run of the project, which nobody else uses. */
async function newest(): Promise<Run | undefined> {
  const query = new URLSearchParams({ ...place, limit: '1' }).toString()
  const page = await call<{ generations: Run[] }>(`/generations?${query}`)
  return page?.generations[0]
}

const body = JSON.stringify({ type: 'image', prompt: 'A lighthouse', ...place })
const started = (await call<Run>('/generate', { method: 'POST', body })) ?? (await newest())
for (let status = started?.status; status !== 'completed'; await delay(50)) {
  status = (await call<Run>(`/runs/${started?.run_id}`))?.status
  if (status === 'failed') throw new Error('the run failed')
}
console.log('done')
