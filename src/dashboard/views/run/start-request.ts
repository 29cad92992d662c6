import { DIRECTIVES_HEADER } from '../../../kernel/names.ts'
import type { RequestRecord } from '../../../schemas/control/requests/request.ts'
import type { RunRecord } from '../../../schemas/control/runs/run.ts'
import { API_PREFIX } from '../../../kernel/paths.ts'
import { member } from '../../member.ts'
import { curlOf } from '../../curl.ts'

/** A request that starts a run, without secrets. */
export interface StartRequest {
  /** Path below the base URL. */
  readonly path: string
  readonly body: unknown
  readonly directives: string | null
}

/** True for the request that started the run. */
export function isStartOf(runId: string, { method, response_body: answer }: RequestRecord): boolean {
  return method === 'POST' && (member(answer, 'run_id') === runId || member(answer, 'runId') === runId)
}

/**
 * Returns the request that starts the run again: from the journal, or for a generation from the run itself. Returns null
 * where neither is possible.
 */
export function startRequestOf(run: RunRecord, journaled: RequestRecord | null): StartRequest | null {
  if (journaled !== null && typeof journaled.request_body === 'object') {
    const path = journaled.path.startsWith(API_PREFIX)
      ? journaled.path.slice(API_PREFIX.length)
      : journaled.path
    return { path, body: journaled.request_body, directives: journaled.directives }
  }
  if (run.kind !== 'generation') return null
  // Canonical ids of the gateway, `org/model`, are the only ones with a slash.
  const isGateway = run.model?.includes('/') === true
  const body = {
    ...(isGateway ? {} : { type: run.type }),
    prompt: run.prompt,
    ...(run.model === null ? {} : { model: run.model }),
    params: run.params,
    workspace_id: run.workspace_id,
    project_id: run.project_id,
    ...(run.callback_url === null ? {} : { callback_url: run.callback_url }),
  }
  return { path: isGateway ? '/gateway/generate' : '/generate', body, directives: null }
}

/** Renders the request as a curl command. */
export function commandOf({ path, body, directives }: StartRequest, origin: string, apiKey: string): string {
  return curlOf({
    url: origin + API_PREFIX + path,
    method: 'POST',
    headers: {
      Authorization: `Bearer ${apiKey}`,
      'Content-Type': 'application/json',
      ...(directives === null ? {} : { [DIRECTIVES_HEADER]: directives }),
    },
    body: JSON.stringify(body),
  })
}

/** Renders the request for the official SDK; operations without a method use its generic `post`. */
export function sdkOf({ path, body, directives }: StartRequest, origin: string, apiKey: string): string {
  const json = JSON.stringify(body, null, 2)
  const headers =
    directives === null ? '' : `headers: { '${DIRECTIVES_HEADER}': ${JSON.stringify(directives)} }`
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
