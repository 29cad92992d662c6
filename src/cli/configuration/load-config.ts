import { readFileSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FileOptions } from '../../config/file-values.ts'
import { OPTION_NAMES } from '../../config/options.ts'
import { StartError, reasonOf } from '../../kernel/errors.ts'
import { typeName } from '../../kernel/type-name.ts'
import type { EmulatorConfig } from '../../server/define-config.ts'
import { problemsOf, unknownMembers } from './check-members.ts'
import { SETUP, STATE_MEMBERS } from './config-schema.ts'
import { parseJson } from './parse-json.ts'
import { within } from './time-limit.ts'

/** A configuration file that was read and checked, except for the values of its options. */
export interface ConfigFile extends Pick<EmulatorConfig, 'worlds' | 'rules' | 'setup'> {
  readonly options: FileOptions
}

/** Time for a file to be evaluated. */
const LOAD_MS_MAX = 30_000

/**
 * Reads a configuration file. A JavaScript or TypeScript file and its imports are evaluated anew.
 *
 * @throws {StartError} exit code 4, with the file, the place and the remedy
 */
export async function loadConfig(file: string): Promise<ConfigFile> {
  const fail = (problem: string): never => {
    throw new StartError(4, `${file}: ${problem}`)
  }
  const source = read(file)
  const members = membersOf(
    file.endsWith('.json') ? parseJson(file, source) : await evaluate(file, source),
    fail,
  )
  const { $schema: _schema, worlds, rules, setup, ...values } = members
  const unknown = unknownMembers(members, { properties: KNOWN_MEMBERS })
  if (unknown.length > 0) fail(unknown.join('; '))
  const problems = Object.entries({ worlds, rules })
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) =>
      problemsOf(value, name === 'worlds' ? STATE_MEMBERS.worlds : STATE_MEMBERS.rules, name),
    )
  if (problems.length > 0) fail(problems.join('; '))
  if (setup !== undefined && typeof setup !== 'function') {
    fail(`${SETUP}: expected a function, which needs a .js or .ts file, got ${typeName(setup)}`)
  }
  // The checks above hold these members to their schemas.
  const state = { worlds, rules, setup } as Pick<EmulatorConfig, 'worlds' | 'rules' | 'setup'>
  return { ...state, options: { file, folder: dirname(file), values } }
}

const KNOWN_MEMBERS = {
  ...Object.fromEntries(OPTION_NAMES.map((name) => [name, {}])),
  ...STATE_MEMBERS,
  [SETUP]: {},
  $schema: {},
}

function read(file: string): string {
  try {
    // Editors on Windows may write a byte order mark.
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    throw new StartError(4, `${file}: cannot be read: ${reasonOf(error)}`)
  }
}

/** Copies the members once, because a getter may throw. */
function membersOf(value: unknown, fail: (problem: string) => never): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail(
      `expected an object, such as export default defineConfig({ port: 4620 }), got ${typeName(value)}`,
    )
  }
  try {
    return { ...value }
  } catch (error) {
    return fail(reasonOf(error))
  }
}

async function evaluate(file: string, source: string): Promise<unknown> {
  // Imported on use: the parser of TypeScript would slow every start.
  const [{ createJiti }, emulator] = await Promise.all([import('jiti/static'), import('../../index.ts')])
  // A module cache would return the old imports after a change.
  const jiti = createJiti(pathToFileURL(file).href, {
    fsCache: false,
    moduleCache: false,
    // Found without an installation beside the file, as with npx.
    virtualModules: { 'flora-emulator': emulator },
  })
  try {
    const options = { filename: file, ext: extname(file), async: true, forceTranspile: true }
    const module: unknown = await within(LOAD_MS_MAX, Promise.resolve(jiti.evalModule(source, options)))
    return await within(LOAD_MS_MAX, Promise.resolve(defaultOf(module)))
  } catch (error) {
    throw new StartError(4, `${file}: ${oneLine(error, file)}`, { cause: error })
  }
}

const defaultOf = (module: unknown): unknown =>
  typeof module === 'object' && module !== null && 'default' in module ? module.default : module

/** The message in one line, with the line of the file where it was thrown. */
function oneLine(error: unknown, file: string): string {
  const message = reasonOf(error).replaceAll(/\s*\n\s*/g, ' ')
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const line = /^:(\d+)/.exec(stack.slice(stack.lastIndexOf(file) + file.length))?.[1]
  return line === undefined || message.includes(file) ? message : `line ${line}: ${message}`
}
