import type { RunRecord } from '../../../schemas/control/runs/run.ts'
import { world } from '../../api/client.ts'
import { Icon } from '../../components/icon.tsx'
import { Picture } from '../../components/picture.tsx'
import { RunProgress, Status } from '../../components/status.tsx'
import { Placeholder } from '../../components/view.tsx'
import { hrefOf, worldName } from '../../state/route.ts'
import { isAboutRuns, useLive } from '../../state/use-live.ts'
import { currentWorld } from '../../state/world.ts'
import { makerOf } from '../runs/run-row.tsx'
import { useProgress } from '../runs/use-progress.ts'

const SHOWN_MAX = 24

/** Shows the newest runs as pictures. */
export function Gallery() {
  const name = worldName.value
  const { data, error, reload } = useLive(async () => world(name).runs.list({ limit: SHOWN_MAX }), [name], {
    on: isAboutRuns,
  })
  const runs = data?.runs ?? []
  useProgress(runs, reload)
  const isWaiting = runs.some(({ status }) => status === 'pending' || status === 'running')
  return (
    <section class="gallery-area" aria-label="Results">
      {isWaiting ? <ClockHint /> : null}
      {runs.length === 0 ? (
        <Placeholder error={error} isEmpty={data !== null} none="Results of generations appear here." />
      ) : (
        <ul class="gallery">
          {runs.map((run) => (
            <Tile key={run.run_id} run={run} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** Explains why runs wait while time does not pass by itself. */
function ClockHint() {
  switch (currentWorld.value?.clock.mode) {
    case 'manual':
      return <p class="banner">The clock stands still. Press “Until idle” to finish all runs.</p>
    case 'auto':
      return (
        <p class="banner">
          The clock moves when a client polls a run. The dashboard does not poll; press “Until idle” to finish
          all runs.
        </p>
      )
    case 'real':
    case undefined:
      return null
  }
}

function Tile({ run }: { readonly run: RunRecord }) {
  return (
    <li class="tile-card">
      <a href={hrefOf('runs', run.run_id)}>
        <div class={`picture ${run.status}`}>
          <Result run={run} />
        </div>
        <div class="caption">
          <p dir="auto">{run.prompt}</p>
          <span class="hint">
            <bdi>{makerOf(run)}</bdi>
          </span>
          {run.status === 'completed' ? null : <Status of={run.status} />}
        </div>
      </a>
    </li>
  )
}

function Result({ run }: { readonly run: RunRecord }) {
  const [first] = run.outputs
  if (run.error !== null) return <code>{run.error.code}</code>
  if (first === undefined) {
    return run.status === 'running' ? <RunProgress run={run} /> : <span class="hint">waiting</span>
  }
  if (first.type === 'imageUrl') return <Picture src={first.url} alt="" />
  if (first.type === 'text') {
    return (
      <p class="excerpt" dir="auto">
        {first.url}
      </p>
    )
  }
  return <Icon name={run.type} />
}
