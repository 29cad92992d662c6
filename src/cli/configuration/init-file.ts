import { readFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { StartError, reasonOf } from '../../kernel/errors.ts'
import { apiKeyOf, CLIENT_HEADER, DEFAULT_WORLD, INIT_CLIENT, WORLD_NAME } from '../../kernel/names.ts'
import { API_PREFIX, CONTROL_PREFIX } from '../../kernel/paths.ts'
import type { ServedEmulator } from '../../server/emulator.ts'
import { type MemberSchema, problemsOf, suggest, unknownMembers } from './check-members.ts'
import { parseJson } from './parse-json.ts'
import { type Answers, referencesIn, textWithAnswers, withAnswers } from './references.ts'
import { within } from './time-limit.ts'

/** Time for a call. */
const CALL_MS_MAX = 30_000

const InitCall = Type.Object({
  name: Type.Optional(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_-]*$' })),
  world: Type.Optional(Type.String({ pattern: WORLD_NAME.source })),
  method: Type.Enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], { type: 'string' }),
  path: Type.String({ minLength: 1 }),
  headers: Type.Optional(Type.Record(Type.String(), Type.String())),
  body: Type.Optional(Type.Unknown()),
})

/** A call of the emulated API or of the control API. */
export type InitCall = Static<typeof InitCall>

/** What `--init` makes calls of. */
export interface Init {
  readonly file: string
  readonly calls: readonly InitCall[]
}

/**
 * Reads a file of calls and checks it, without a call.
 *
 * @throws {StartError} exit code 4, with the file, the call and the remedy
 */
export function loadInit(file: string): Init {
  let source: string
  try {
    source = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    throw new StartError(4, `--init ${file}: cannot be read: ${reasonOf(error)}`)
  }
  const value = parseJson(file, source)
  if (!Array.isArray(value)) {
    throw new StartError(
      4,
      `${file}: expected a list of calls, such as [{ "method": "GET", "path": "/models" }]`,
    )
  }
  value.forEach((call: unknown, index) => {
    const unknown = unknownMembers(call, SHAPE)
    const problems = unknown.length > 0 ? unknown : problemsOf(call, InitCall)
    if (problems.length > 0) throw new StartError(4, `${file}: call ${index + 1}: ${problems.join('; ')}`)
  })
  // The schema holds.
  const init = { file, calls: value as readonly InitCall[] }
  checkNames(init)
  return init
}

/** The members alone, because a body may have any. */
const SHAPE: MemberSchema = {
  properties: Object.fromEntries(Object.keys(InitCall.properties).map((name) => [name, {}])),
}

function checkNames({ file, calls }: Init): void {
  const later = new Set(calls.flatMap(({ name = [] }) => name))
  const earlier = new Set<string>()
  calls.forEach((call, index) => {
    const fail = (problem: string): never => {
      throw new StartError(4, `${placeOf({ file, call, index })}: ${problem}`)
    }
    if (!call.path.startsWith('/')) fail('path: expected a path that begins with /, such as /generate')
    for (const reference of referencesIn(call)) {
      const name = reference.split('.', 1)[0] ?? ''
      if (earlier.has(name)) continue
      if (later.has(name)) fail(`{{${reference}}}: the call ${name} must come before this one`)
      const remedy = earlier.size === 0 ? 'no call before it has a name' : suggest(name, [...earlier])
      fail(`{{${reference}}}: no call is named ${name}; ${remedy}`)
    }
    if (call.name !== undefined && earlier.has(call.name))
      fail(`a call before it has the name ${call.name}; rename one`)
    if (call.name !== undefined) earlier.add(call.name)
  })
}

/**
 * Makes the calls, in order.
 *
 * @throws {StartError} exit code 4, with the file, the call that failed and its answer
 */
export async function runInit(
  { file, calls }: Init,
  emulator: Pick<ServedEmulator, 'url' | 'fetch'>,
  controlToken: string | null,
): Promise<void> {
  const answers = new Map<string, unknown>()
  for (const [index, call] of calls.entries()) {
    try {
      const answer = await within(CALL_MS_MAX, send(call, answers, { ...emulator, controlToken }))
      if (call.name !== undefined) answers.set(call.name, answer)
    } catch (error) {
      throw new StartError(4, `${placeOf({ file, call, index })}: ${reasonOf(error)}`, { cause: error })
    }
  }
}

interface Receiver extends Pick<ServedEmulator, 'url' | 'fetch'> {
  readonly controlToken: string | null
}

async function send(
  { world = DEFAULT_WORLD, method, path, headers = {}, body }: InitCall,
  answers: Answers,
  { url, fetch, controlToken }: Receiver,
): Promise<unknown> {
  const target = textWithAnswers(path, answers, encodeURIComponent)
  const isControl = target.startsWith(`${CONTROL_PREFIX}/`)
  const key = isControl ? controlToken : apiKeyOf(world)
  const own = Object.entries(headers).map(([name, text]) => [name, textWithAnswers(text, answers)] as const)
  const answer = await fetch(
    url + (isControl || target.startsWith(`${API_PREFIX}/`) ? '' : API_PREFIX) + target,
    {
      method,
      headers: {
        'content-type': 'application/json',
        [CLIENT_HEADER]: INIT_CLIENT,
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...Object.fromEntries(own),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(withAnswers(body, answers)) }),
    },
  )
  const text = await answer.text()
  if (!answer.ok) throw new Error(`answered ${answer.status}: ${problemOf(text)}`)
  return parsed(text)
}

/** The code and message of an error, else the start of the text. */
function problemOf(text: string): string {
  const value = parsed(text)
  const error = typeof value === 'object' && value !== null && 'error' in value ? value.error : null
  if (typeof error !== 'object' || error === null || !('message' in error)) return text.slice(0, 200)
  return 'code' in error ? `${String(error.code)}: ${String(error.message)}` : String(error.message)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

interface Place extends Pick<Init, 'file'> {
  readonly call: InitCall
  readonly index: number
}

const placeOf = ({ file, call: { name, method, path }, index }: Place): string =>
  `${file}: call ${index + 1}${name === undefined ? '' : ` "${name}"`} (${method} ${path})`
