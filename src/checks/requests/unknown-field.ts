import { nearestName } from '../../kernel/text/nearest-name.ts'
import { type Check, dollars, type Violation } from '../check.ts'
import type { RequestFact } from '../record/facts.ts'
import type { WorldRecord } from '../record/record.ts'
import { membersOf } from '../record/body.ts'
import { runIdsIn, START_OPERATIONS } from '../record/starts.ts'

/** Names that clients and other APIs have for members of FLORA's. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['parameters', 'params'],
  ['options', 'params'],
  ['settings', 'params'],
  ['model_id', 'model'],
  ['webhook', 'callback_url'],
  ['webhook_url', 'callback_url'],
  ['workspace', 'workspace_id'],
  ['project', 'project_id'],
  ['text', 'prompt'],
])

export const unknownField: Check = {
  id: 'unknown-field',
  severity: 'warning',
  title: 'The API ignores a member of a body that resembles one it knows',
  remedy: 'Rename the member as the API reference spells it.',
  find: (record) => {
    const seen = new Set<string>()
    const params = [...new Set([...record.models.values()].flat())]
    return record.requests.flatMap((request) =>
      misspelled(record, request, params)
        .filter(({ field }) => isNew(seen, `${request.operation} ${field}`))
        .map(({ field, meant }) => violation(record, request, field, meant)),
    )
  },
}

interface Misspelled {
  readonly field: string
  readonly meant: string
}

/** An unknown member that resembles nothing is left alone: the API ignores it, as the client may well know. */
function misspelled(
  { operations, models }: WorldRecord,
  request: RequestFact,
  allParams: readonly string[],
): readonly Misspelled[] {
  const { operation, status, requestBody } = request
  const known = operations.get(operation ?? '')?.fields ?? []
  if (status === null || status >= 300 || requestBody === null || known.length === 0) return []
  const { params, ...members } = membersOf(requestBody)
  const own = Object.keys(members).filter((field) => !known.includes(field) && field !== 'params')
  if (!known.includes('params')) return own.flatMap((field) => meaning(field, known))
  const modelParams = models.get(String(members['model'])) ?? allParams
  return [
    ...own.flatMap((field) => [...meaning(field, known), ...paramMeaning(field, allParams)].slice(0, 1)),
    ...Object.keys(typeof params === 'object' && params !== null ? params : {})
      .filter((field) => !allParams.includes(field))
      .flatMap((field) => meaning(field, modelParams))
      .map(({ field, meant }) => ({ field: `params.${field}`, meant: `params.${meant}` })),
  ]
}

function meaning(field: string, known: readonly string[]): readonly Misspelled[] {
  const other = OTHER_NAMES.get(field)
  const meant = other !== undefined && known.includes(other) ? other : nearestName(field, known)
  return meant === null ? [] : [{ field, meant }]
}

/** A parameter of a model beside `params` instead of in it. */
const paramMeaning = (field: string, params: readonly string[]): readonly Misspelled[] =>
  meaning(field, params).map(({ meant }) => ({ field, meant: `params.${meant}` }))

function violation(record: WorldRecord, request: RequestFact, field: string, meant: string): Violation {
  const isStart = START_OPERATIONS.has(request.operation ?? '')
  const run = isStart ? record.runOf(runIdsIn(request.responseBody)[0] ?? '') : null
  const cost = run?.quote ?? null
  const price = cost === null ? '' : ` (${dollars(cost)})`
  const consequence = isStart ? `The run is billed with defaults${price}` : 'The value has no effect'
  return {
    message: `${consequence}: the API ignores ${field}. Did you mean ${meant}?`,
    requests: [request.id],
    runId: run?.id ?? null,
    cost,
  }
}

function isNew(seen: Set<string>, key: string): boolean {
  const size = seen.size
  return seen.add(key).size > size
}
