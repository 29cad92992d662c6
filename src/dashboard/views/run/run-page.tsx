import type { RunRecord } from '../../../schemas/control/runs/run.ts'
import { world } from '../../api/client.ts'
import { CodeBlock } from '../../components/code-block.tsx'
import { OutputView } from '../../components/output.tsx'
import { RunProgress, Status } from '../../components/status.tsx'
import { Placeholder, View } from '../../components/view.tsx'
import { jsonOf } from '../../format.ts'
import { hrefOf, worldName } from '../../state/route.ts'
import { isAboutRuns, useLive } from '../../state/use-live.ts'
import { useProgress } from '../runs/use-progress.ts'
import { isAboutWebhooks } from '../webhooks/is-about-webhooks.ts'
import { EndRun } from './end-run.tsx'
import { Facts } from './facts.tsx'
import { Reproduce } from './reproduce.tsx'
import { RunRequests } from './run-requests.tsx'
import { RunWebhooks } from './run-webhooks.tsx'
import { Timeline } from './timeline.tsx'

/** Shows one run, with its requests and webhooks. */
export function RunPage({ id }: { readonly id: string }) {
  const name = worldName.value
  const { data, error, reload } = useLive(async () => world(name).runs.get(id), [name, id], {
    on: isAboutRuns,
  })
  useProgress(data === null ? [] : [data], reload)
  return (
    <View title={`Run ${id}`} actions={<a href={hrefOf('runs')}>All runs</a>}>
      {data === null ? <Placeholder error={error} isEmpty={false} none="" /> : <Details run={data} />}
    </View>
  )
}

function Details({ run }: { readonly run: RunRecord }) {
  const name = worldName.value
  const id = run.run_id
  const { data, reload } = useLive(async () => world(name).webhooks.list({ run_id: id }), [name, id], {
    on: isAboutWebhooks,
  })
  const webhooks = data ?? []
  return (
    <div class="run-page">
      <div class="column">
        <State run={run} />
        {run.outputs.length === 0 ? null : (
          <section class="card outputs" aria-label="Outputs">
            {run.outputs.map((output) => (
              <OutputView key={output.output_id} output={output} prompt={run.prompt} />
            ))}
          </section>
        )}
        <RunWebhooks webhooks={webhooks} onChange={reload} />
        <RunRequests id={id}>{(start) => <Reproduce run={run} start={start} />}</RunRequests>
      </div>
      <div class="column">
        <Timeline run={run} webhooks={webhooks} />
        <Facts run={run} />
        <CodeBlock label="Parameters" text={jsonOf(run.params)} />
      </div>
    </div>
  )
}

function State({ run }: { readonly run: RunRecord }) {
  return (
    <section class="card" aria-label="State">
      <p class="state-line">
        <Status of={run.status} />
        <RunProgress run={run} />
      </p>
      <p class="prompt" dir="auto">
        {run.prompt}
      </p>
      {run.error === null ? null : (
        <p class="problem">
          <code>{run.error.code}</code> <bdi>{run.error.message}</bdi>
        </p>
      )}
      {run.status === 'pending' || run.status === 'running' ? <EndRun id={run.run_id} /> : null}
    </section>
  )
}
