/** A GET request that a server refuses, and that changes nothing. */
export interface Refusal {
  /** Describes it in the report. */
  readonly name: string
  /** Below the base URL; `{workspace}` stands for a workspace of the account. */
  readonly path: string
  /** Sent instead of the API key. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A name that no account has. */
const NOBODY = 'floraemulatorverify'

export const REFUSALS: readonly Refusal[] = [
  { name: 'no Authorization header', path: '/models', headers: {} },
  { name: 'another scheme than Bearer', path: '/models', headers: { authorization: 'Basic Zm9vOmJhcg==' } },
  // FLORA does not know this key, and the emulator refuses it as revoked.
  { name: 'an invalid API key', path: '/models', headers: { authorization: 'Bearer sk_live_revoked' } },
  { name: 'an unknown path', path: `/${NOBODY}` },
  { name: 'an unknown run', path: `/runs/run_${NOBODY}` },
  { name: 'a run id without its prefix', path: `/runs/${NOBODY}` },
  { name: 'an unknown technique', path: `/techniques/${NOBODY}` },
  { name: 'a run of an unknown technique', path: `/techniques/${NOBODY}/runs/run_${NOBODY}` },
  { name: 'an unknown action', path: `/actions/${NOBODY}` },
  { name: 'an unknown asset', path: `/assets/asset_${NOBODY}` },
  { name: 'an asset id without its prefix', path: `/assets/${NOBODY}` },
  { name: 'an unknown project', path: `/projects/prj_${NOBODY}` },
  { name: 'a project id without its prefix', path: `/projects/${NOBODY}` },
  { name: 'the nodes of an unknown project', path: `/projects/prj_${NOBODY}/nodes` },
  { name: 'the canvas of an unknown project', path: `/projects/prj_${NOBODY}/canvas` },
  { name: 'the graph of an unknown project', path: `/workspaces/{workspace}/projects/prj_${NOBODY}/graph` },
  { name: 'projects without a workspace', path: '/projects' },
  { name: 'projects of an unknown workspace', path: `/projects?workspace_id=ws_${NOBODY}` },
  { name: 'projects of a workspace id without its prefix', path: `/projects?workspace_id=${NOBODY}` },
  { name: 'generations of an unknown workspace', path: `/generations?workspace_id=ws_${NOBODY}` },
  { name: 'an unknown status', path: `/generations?status=${NOBODY}` },
  { name: 'an unknown type of models', path: `/models?type=${NOBODY}` },
  { name: 'a limit of 0', path: '/techniques?limit=0' },
  { name: 'a limit of 101', path: '/techniques?limit=101' },
  { name: 'a limit that is no number', path: '/techniques?limit=many' },
  { name: 'an invalid cursor', path: `/techniques?cursor=${NOBODY}` },
  { name: 'an empty cursor', path: '/techniques?cursor=' },
]
