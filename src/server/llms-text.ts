import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import type { ControlDeps } from '../control/deps.ts'
import type { Api } from '../http/typed-fastify.ts'
import { readApiDocument } from './pages.ts'
import { packageFile, VERSION } from '../config/package-root.ts'
import { API_PREFIX, CONTROL_PREFIX } from '../kernel/paths.ts'

/** The part of an OpenAPI document that the text needs. */
interface OpenApi {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string }>>>>
}

interface Tool {
  readonly name: string
  readonly description: string
}

interface Sources {
  readonly api: OpenApi
  readonly control: OpenApi
  readonly tools: readonly Tool[]
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** Serves `/llms.txt`. Its sources are read once, on the first request. */
export function llmsRoute(app: Api, { describe }: Pick<ControlDeps, 'describe'>): void {
  let sources: Promise<Sources> | null = null
  const read = async (): Promise<Sources> => {
    const [api, control, { TOOLS: tools }] = await Promise.all([
      readApiDocument(),
      describe(),
      import('../agents/tools/index.ts'),
    ])
    return { api, control, tools }
  }
  app.get('/llms.txt', async ({ protocol, host }, reply) => {
    sources ??= read()
    const text = await render(`${protocol}://${host}`, await sources)
    return reply.type('text/plain; charset=utf-8').send(text)
  })
}

/** Renders `/llms.txt`: what the emulator is, and everything that it can be asked, for language models. */
async function render(origin: string, { api, control, tools }: Sources): Promise<string> {
  return `# flora-emulator ${VERSION}

> FLORA's REST API (flora.ai) on localhost, for tests: deterministic runs, a clock you control, failures on demand, no network
> and no bill. Unofficial. No model runs: outputs are placeholders of the requested kind, size and duration.

Point a FLORA SDK at it with FLORA_BASE_URL=${origin}${API_PREFIX} and FLORA_API_KEY=sk_test_<world>. A world is an isolated
copy of the service. The first request with its key creates it.

- [API reference](${origin}/docs): both APIs, for people
- [OpenAPI document](${origin}/docs/openapi.json): the emulated API
- [OpenAPI document of the control API](${origin}${CONTROL_PREFIX}/openapi.json): worlds, clocks, rules, journal, findings
- [MCP server](${origin}${CONTROL_PREFIX}/mcp): streamable HTTP; over stdio run \`npx flora-emulator mcp\`
- [Metrics](${origin}/metrics): the text format of Prometheus

## MCP tools

${tools.map(({ name, description }) => `- ${name}: ${description}`).join('\n')}

## Emulated API, below ${API_PREFIX}

${operationsOf(api)}

## Control API, below ${CONTROL_PREFIX}

${operationsOf(control)}

## Documents, in the npm package

${await documents()}
`
}

function operationsOf({ paths = {} }: OpenApi): string {
  const lines = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, { summary = '' }]) => `- ${method.toUpperCase()} ${path}: ${summary}`),
  )
  return lines.join('\n')
}

/** Lists the pages with their titles. */
async function documents(): Promise<string> {
  const folder = packageFile('docs')
  const names = existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith('.md')) : []
  const lines = await Promise.all(
    names.toSorted().map(async (name) => {
      const text = await readFile(packageFile(`docs/${name}`), 'utf8')
      return `- docs/${name}: ${/^# (.+)$/m.exec(text)?.[1] ?? name}`
    }),
  )
  return lines.join('\n')
}
