import type { Scene } from '../../../src/index.ts'

const PLACE = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }

/** How a client of these tests treats failures. */
export interface Habits {
  /** Attempts of each request. `@default` 1 */
  readonly attempts?: number
  /** Whether a start carries an Idempotency-Key. A 409 then means that the run exists. `@default` false */
  readonly keyed?: boolean
  /** Whether a failed run is a success. `@default` false */
  readonly ignoresFailure?: boolean
  /** Milliseconds that it waits for an answer. `@default` no limit */
  readonly patienceMs?: number
  /** Text of the prompt. */
  readonly prompt?: string
}

/** Starts a run and polls it until its end, with the given habits. */
export async function generate({ client, signal }: Scene, habits: Habits = {}): Promise<void> {
  const { keyed = false, ignoresFailure = false, prompt = 'A lighthouse' } = habits
  const call = caller({ client, signal }, habits)
  const body = { type: 'image', prompt, ...PLACE }
  const started = await call('POST', '/generate', body, keyed ? { 'idempotency-key': prompt } : {})
  const id = started.status === 409 ? await newestRun(call) : String(started.body['run_id'])
  for (;;) {
    const run = await call('GET', `/runs/${id}`)
    if (run.body['status'] === 'completed') return
    if (run.body['status'] === 'failed' && ignoresFailure) return
    if (run.body['status'] === 'failed') throw new Error('the run failed')
  }
}

type Call = ReturnType<typeof caller>

async function newestRun(call: Call): Promise<string> {
  const { body } = await call('GET', `/generations?workspace_id=${PLACE.workspace_id}&limit=1`)
  const [run] = body['generations'] as { run_id: string }[]
  return run?.run_id ?? ''
}

/** Returns a function that sends a request, retries it as the habits say, and throws when there is no useful answer. */
function caller({ client, signal }: Pick<Scene, 'client' | 'signal'>, { attempts = 1, patienceMs }: Habits) {
  return async (method: string, path: string, body?: object, extra: Record<string, string> = {}) => {
    let failure = new Error('no attempt')
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      signal.throwIfAborted()
      try {
        const answer = await client.fetch(client.baseURL + path, {
          method,
          headers: { authorization: `Bearer ${client.apiKey}`, 'content-type': 'application/json', ...extra },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          ...(patienceMs === undefined ? {} : { signal: AbortSignal.timeout(patienceMs) }),
        })
        const json = (await answer.json()) as Record<string, unknown>
        if (answer.ok || answer.status === 409) return { status: answer.status, body: json }
        failure = new Error(`answered with ${answer.status}`)
        if (answer.status < 500 && answer.status !== 429) throw failure
      } catch (error) {
        if (error === failure) throw error
        failure = error instanceof Error ? error : new Error(String(error))
      }
    }
    throw failure
  }
}
