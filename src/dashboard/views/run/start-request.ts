import type { RequestRecord } from '../../../schemas/control/requests/request.ts'
import type { RunRecord } from '../../../schemas/control/runs/run.ts'
import { API_PREFIX } from '../../../kernel/paths.ts'
import { member } from '../../member.ts'
import { curlOf } from '../../curl.ts'

/** The request that starts a run, without the secrets. */
export interface StartRequest {
  /** Below the base URL. */
  readonly path: string
  readonly body: unknown
  readonly directives: string | null
}

/** Whether a request started this run. */
export function isStartOf(runId: string, { method, response_body: answer }: RequestRecord): boolean {
  return method === 'POST' && (member(answer, 'run_id') === runId || member(answer, 'runId') === runId)
}

/**
 * How the run was, or could have been, started: as the journal has it; else, for a generation, from the run itself. Null
 * when neither tells.
 */
export function startRequestOf(run: RunRecord, journaled: RequestRecord | null): StartRequest | null {
  if (journaled !== null && typeof journaled.request_body === 'object') {
    const path = journaled.path.startsWith(API_PREFIX)
      ? journaled.path.slice(API_PREFIX.length)
      : journaled.path
    return { path, body: journaled.request_body, directives: journaled.directives }
  }
  if (run.kind !== 'generation') return null
  const body = {
    type: run.type,
    prompt: run.prompt,
    ...(run.model === null ? {} : { model: run.model }),
    params: run.params,
    workspace_id: run.workspace_id,
    project_id: run.project_id,
    ...(run.callback_url === null ? {} : { callback_url: run.callback_url }),
  }
  return { path: '/generate', body, directives: null }
}

/** As a command. */
export function commandOf({ path, body, directives }: StartRequest, origin: string, apiKey: string): string {
  return curlOf({
    url: origin + API_PREFIX + path,
    method: 'POST',
    headers: {
      Authorization: `Bearer ${apiKey}`,
      'Content-Type': 'application/json',
      ...(directives === null ? {} : { 'x-flora-emulator': directives }),
    },
    body: JSON.stringify(body),
  })
}

/** For the official SDK; what has no method of its own there is sent by its generic `post`. */
export function sdkOf({ path, body, directives }: StartRequest, origin: string, apiKey: string): string {
  const json = JSON.stringify(body, null, 2)
  const headers = directives === null ? '' : `headers: { 'x-flora-emulator': ${JSON.stringify(directives)} }`
  const options = headers === '' ? '' : `, { ${headers} }`
  const start =
    path === '/generate'
      ? `client.generations.create(${json}${options})`
      : `client.post(${JSON.stringify(path)}, { body: ${json}${headers === '' ? '' : `, ${headers}`} })`
  return [
    `import FLORA from "@flora-ai/flora"`,
    '',
    `const client = new FLORA({ baseURL: '${origin}${API_PREFIX}', apiKey: '${apiKey}' })`,
    `const run = await ${start}`,
  ].join('\n')
}
