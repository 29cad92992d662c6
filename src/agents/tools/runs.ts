import { Type } from 'typebox'
import { RunListQuery } from '../../schemas/control/runs/run.ts'
import { defineTool, WORLD, worldOf } from '../tool.ts'
import { explainRun } from './explain-run.ts'

const RUN = { run_id: Type.String({ minLength: 1, description: 'Id of the run, such as run_abc123.' }) }
/** The journal holds no more. */
const JOURNAL_MAX = 1000

const listRuns = defineTool({
  name: 'list_runs',
  description: 'Lists the runs of a world, newest first: generations, techniques and actions.',
  input: Type.Object({ ...WORLD, ...RunListQuery.properties }),
  example: { world: 'checkout', status: 'failed', limit: 10 },
  reads: true,
  run: async (target, { world: name, ...filter }) => worldOf(target, { world: name }).runs.list(filter),
})

const explain = defineTool({
  name: 'explain_run',
  description:
    'Tells the story of a run: who started it, why it failed or when it will end, who read it, its cost and its webhooks.',
  input: Type.Object({ ...WORLD, ...RUN }),
  example: { world: 'checkout', run_id: 'run_abc123' },
  reads: true,
  run: async (target, { run_id: id, ...args }) => {
    const world = worldOf(target, args)
    const [run, { requests }, webhooks, ledger, clock] = await Promise.all([
      world.runs.get(id),
      world.requests.list({ limit: JOURNAL_MAX }),
      world.webhooks.list({ run_id: id }),
      world.ledger({ run_id: id }),
      world.clock.get(),
    ])
    return {
      story: explainRun({ run, requests, webhooks, clock }),
      run,
      ledger: ledger.entries,
    }
  },
})

const forceEnd = defineTool({
  name: 'force_end',
  description: 'Ends a pending or running run now, as completed or failed, and sends its webhook.',
  input: Type.Object({
    ...WORLD,
    ...RUN,
    status: Type.Enum(['completed', 'failed'], { type: 'string', description: 'How it ends.' }),
    error_code: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$',
        description: 'For a failure: letters, digits and `_`. Default: `GENERATION_GENERIC_ERROR`.',
      }),
    ),
    error_message: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1000,
        description: 'For a failure. Default: that of the code.',
      }),
    ),
  }),
  example: {
    world: 'checkout',
    run_id: 'run_abc123',
    status: 'failed',
    error_code: 'GENERATION_PROMPT_MODERATED',
  },
  reads: false,
  run: async (target, { world: name, run_id: id, status, ...how }) => {
    const { runs } = worldOf(target, { world: name })
    return status === 'completed' ? runs.complete(id) : runs.fail(id, how)
  },
})

export const RUN_TOOLS = [listRuns, explain, forceEnd]
