import { useState } from 'preact/hooks'
import { Placeholder, View } from '../../components/view.tsx'
import { worldName } from '../../state/route.ts'
import { isAboutRuns, PAUSE_MS, useLive } from '../../state/use-live.ts'
import { useProgress } from './use-progress.ts'
import { loadPage, type RunFilter } from './load-page.ts'
import { FIRST_PAGE, Pager } from './pager.tsx'
import { RunFilters } from './run-filters.tsx'
import { RunRow } from './run-row.tsx'

const ALL: RunFilter = {}

/** Pause between two loads with filters that no index serves: the emulator scans the history. */
const SEARCH_PAUSE_MS = 1000

/** Lists the runs of a world, live and a page at a time, so that a long history stays fast. */
export function Runs() {
  const [filter, setFilter] = useState(ALL)
  const [cursors, setCursors] = useState(FIRST_PAGE)
  const cursor = cursors.at(-1) ?? null
  const world = worldName.value
  const { data, error, reload } = useLive(
    async () => loadPage(world, filter, cursor),
    [world, filter, cursor],
    {
      on: isAboutRuns,
      pauseMs: filter.type === undefined && filter.model === undefined ? PAUSE_MS : SEARCH_PAUSE_MS,
    },
  )
  useProgress(data?.runs ?? [], reload)
  const change = (next: RunFilter): void => {
    setFilter(next)
    setCursors(FIRST_PAGE)
  }
  return (
    <View title="Runs" actions={<Count of={data?.count ?? null} />}>
      <RunFilters filter={filter} onChange={change} />
      {data === null || data.runs.length === 0 ? (
        <Placeholder
          error={error}
          isEmpty={data !== null}
          none="No runs match. Start one in the Playground."
        />
      ) : (
        <ul class="run-list" aria-label="Runs">
          {data.runs.map((run) => (
            <RunRow key={run.run_id} run={run} />
          ))}
        </ul>
      )}
      <Pager cursors={cursors} next={data?.next ?? null} onTurn={setCursors} />
    </View>
  )
}

function Count({ of }: { readonly of: number | null }) {
  return of === null ? null : (
    <span class="hint">{of === 1 ? '1 run' : `${of.toLocaleString('en')} runs`}</span>
  )
}
