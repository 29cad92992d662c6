/** Starts a generation and waits for its end. Works until something goes wrong: see docs/explore.md. */

interface Run {
  readonly run_id: string
  readonly status: string
}

const { FLORA_BASE_URL: base = '', FLORA_API_KEY: key = '' } = process.env
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const place = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }

/** Sends a request, up to three times. */
async function call(path: string, init: RequestInit = {}): Promise<Run> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const answer = await fetch(base + path, { ...init, headers, signal: AbortSignal.timeout(1000) })
      if (answer.ok) return (await answer.json()) as Run
    } catch {
      // Tries again.
    }
  }
  throw new Error(`no answer from ${path}`)
}

const body = JSON.stringify({ type: 'image', prompt: 'A lighthouse', ...place })
const { run_id: id } = await call('/generate', { method: 'POST', body })
let status = 'pending'
while (status === 'pending' || status === 'running') ({ status } = await call(`/runs/${id}`))
console.log('done')
