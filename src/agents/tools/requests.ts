import { Type } from 'typebox'
import { CHECK_IDS } from '../../checks/check-ids.ts'
import { RequestQuery, type RequestRecord } from '../../schemas/control/requests/request.ts'
import { defineTool, WORLD, worldOf } from '../tool.ts'

/** Requests that are shown without `limit`. */
const SHOWN_DEFAULT = 20

const findRequests = defineTool({
  name: 'find_requests',
  description:
    'Finds requests of the program under test in the journal of a world, newest first: status, duration, rule, and bodies on demand. count is the number of all that match.',
  input: Type.Object({
    ...WORLD,
    ...RequestQuery.properties,
    limit: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1000, description: `Default: ${SHOWN_DEFAULT}.` }),
    ),
    bodies: Type.Optional(
      Type.Boolean({ description: 'Include the bodies of requests and answers. Default: false.' }),
    ),
  }),
  example: { world: 'checkout', operation: 'startGeneration', status: 503, bodies: true },
  reads: true,
  run: async (target, { world: name, bodies = false, limit = SHOWN_DEFAULT, ...filter }) => {
    const world = worldOf(target, { world: name })
    const { requests, count } = await world.requests.list({ ...filter, limit })
    return { requests: bodies ? requests : requests.map(withoutBodies), count }
  },
})

function withoutBodies({ request_body: _sent, response_body: _answered, ...request }: RequestRecord) {
  return request
}

const listFindings = defineTool({
  name: 'list_findings',
  description:
    'Lists mistakes of the program under test that its requests show, such as a retry that is billed twice, each with its remedy.',
  input: Type.Object({
    ...WORLD,
    ignore: Type.Optional(
      Type.Array(Type.Enum([...CHECK_IDS], { type: 'string' }), { description: 'Checks to leave out.' }),
    ),
    final: Type.Optional(
      Type.Boolean({
        description:
          'True when the program has ended, so that runs that it never read count. Default: false.',
      }),
    ),
  }),
  example: { world: 'checkout', final: true },
  reads: true,
  run: async (target, { world: name, ...filter }) => ({
    findings: await worldOf(target, { world: name }).findings.list(filter),
  }),
})

export const REQUEST_TOOLS = [findRequests, listFindings]
