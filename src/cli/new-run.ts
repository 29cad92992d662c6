import { StartError } from '../kernel/errors.ts'
import { CLIENT_HEADER, DIRECTIVES_HEADER, TRIGGER_CLIENT } from '../kernel/names.ts'
import type { ErrorEnvelope } from '../schemas/error.ts'
import type { RunStart } from '../schemas/runs/run.ts'
import type { ProjectPage } from '../schemas/workspaces/project.ts'
import type { Remote } from './remote.ts'

/** Keeps the run unfinished until the command ends it, at any `--duration-scale`. */
const DIRECTIVES = 'duration:3600'

/**
 * Starts a generation with the API key of the world, as a program would, and returns the id of the run.
 *
 * @throws {StartError} exit code 1, when the world has no project or the emulated API refuses the request
 */
export async function startRun(remote: Remote, callbackUrl: string): Promise<string> {
  const { run_id: runId } = await callApi<RunStart>(remote, '/generate', {
    type: 'image',
    prompt: 'A run of flora-emulator trigger',
    callback_url: callbackUrl,
    ...(await findProject(remote)),
  })
  return runId
}

/** Finds a project of the workspace with the highest balance that has one. */
async function findProject(remote: Remote) {
  const workspaces = await remote.world.workspaces.list()
  for (const { workspace_id: id } of workspaces.toSorted((a, b) => b.balance_usd - a.balance_usd)) {
    const { projects } = await callApi<ProjectPage>(remote, `/projects?limit=1&workspace_id=${id}`)
    const [project] = projects
    if (project !== undefined) return { workspace_id: id, project_id: project.project_id }
  }
  throw new StartError(
    1,
    `world ${remote.world.name} has no project for a new run; name a run with --run <id>`,
  )
}

async function callApi<Answer>({ world, baseUrl }: Remote, path: string, body?: object): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${world.apiKey}`,
    'content-type': 'application/json',
    [DIRECTIVES_HEADER]: DIRECTIVES,
    [CLIENT_HEADER]: TRIGGER_CLIENT,
  }
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const answer = await fetch(baseUrl + path, { headers, ...init })
  const value: unknown = await answer.json()
  if (answer.ok) return value as Answer
  const { message } = (value as ErrorEnvelope).error
  throw new StartError(1, `the API refused to start a run (${answer.status}): ${message}`)
}
