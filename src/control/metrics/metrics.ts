import type { Api } from '../../http/typed-fastify.ts'
import type { ControlDeps } from '../deps.ts'
import type { Exposition } from './exposition.ts'

/** Serves the metrics. Scrapes that arrive together share one answer, so that their cost is bounded. */
export function serveMetrics(api: Api, { services: { worlds, runHistory } }: ControlDeps): void {
  let exposition: Promise<Exposition> | null = null
  let scrape: Promise<string> | null = null

  const render = async (): Promise<string> => {
    exposition ??= createExposition({ worlds, runHistory })
    return (await exposition).render()
  }

  api.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    scrape ??= render().finally(() => (scrape = null))
    const text = await scrape
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text)
  })
}

/** Imported on use, because prom-client would add a tenth to every start. */
async function createExposition(sources: ConstructorParameters<typeof Exposition>[0]): Promise<Exposition> {
  const { Exposition: Created } = await import('./exposition.ts')
  return new Created(sources)
}
