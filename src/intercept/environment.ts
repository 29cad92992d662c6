import { FLORA_DOMAIN } from './hosts.ts'
import { PORTS_VARIABLE, writePorts } from './ports-variable.ts'
import type { DoorPorts } from './doors.ts'

/** What the command is given beside the environment of the user. */
export interface Means {
  readonly ports: DoorPorts
  readonly proxyUrl: string
  /** Variables that name the files of trusted certificates. */
  readonly trust: Readonly<Record<string, string>>
  /** Path of the preload. */
  readonly preload: string
}

/** Returns the variables that lead the command to the emulator. Those that the user has set are kept as far as possible. */
export function interceptingEnvironment(env: NodeJS.ProcessEnv, means: Means): Record<string, string> {
  return {
    ...means.trust,
    ...proxyVariables(env, means.proxyUrl),
    [PORTS_VARIABLE]: writePorts(means.ports),
    // First, so that the user's own preloads are intercepted too.
    NODE_OPTIONS: `--require ${quote(means.preload)} ${env['NODE_OPTIONS'] ?? ''}`.trim(),
  }
}

/** Quotes a path for NODE_OPTIONS, in which a backslash escapes within double quotes. */
const quote = (path: string): string => `"${path.replace(/["\\]/g, '\\$&')}"`

function proxyVariables(env: NodeJS.ProcessEnv, proxyUrl: string): Record<string, string> {
  const variables: Record<string, string> = { HTTPS_PROXY: proxyUrl, https_proxy: proxyUrl }
  for (const name of ['NO_PROXY', 'no_proxy']) {
    const exceptions = env[name]
    if (exceptions === undefined) continue
    variables[name] = withoutFlora(exceptions)
    // The proxy of the command passes this on by itself; plain HTTP would take the user's proxies otherwise.
    if (/(^|[\s,])\*($|[\s,])/.test(exceptions)) for (const other of OTHER_PROXIES) variables[other] = ''
  }
  return variables
}

const OTHER_PROXIES = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']

/** Removes the exceptions that would let requests for FLORA's hosts pass by the proxy. */
const withoutFlora = (exceptions: string): string =>
  exceptions
    .split(/[\s,]+/)
    .filter((entry) => !coversFlora(entry))
    .join(',')

/** Returns true for entries such as `*`, `.ai`, `flora.ai` and `app.flora.ai:443`. */
function coversFlora(entry: string): boolean {
  const name = entry
    .toLowerCase()
    .replace(/^\*?\.?/, '')
    .replace(/:\d*$/, '')
  return name === '' || `.${FLORA_DOMAIN}`.endsWith(`.${name}`) || name.endsWith(`.${FLORA_DOMAIN}`)
}
