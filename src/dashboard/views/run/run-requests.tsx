import type { ComponentChildren } from 'preact'
import type { RequestRecord } from '../../../schemas/control/requests/request.ts'
import { world } from '../../api/client.ts'
import { worldName } from '../../state/route.ts'
import { useLive } from '../../state/use-live.ts'
import { RequestTable } from '../requests/request-table.tsx'
import { requestOf } from '../requests/request-event.ts'
import { isStartOf } from './start-request.ts'

interface Props {
  readonly id: string
  /** Renders with the request that started the run; null for one that the journal no longer holds. */
  readonly children: (start: RequestRecord | null) => ComponentChildren
}

const JOURNAL_MAX = 1000

/** Loads the request that started the run, and those that named it. */
async function load(name: string, id: string): Promise<readonly RequestRecord[]> {
  const journal = world(name).requests
  const asked = await journal.list({ path: `*${id}*` })
  const created = await journal.list({ status: 201, limit: JOURNAL_MAX })
  return [...asked.requests, ...created.requests.filter((request) => isStartOf(id, request))]
}

export function RunRequests({ id, children }: Props) {
  const name = worldName.value
  const { data, error } = useLive(async () => load(name, id), [name, id], {
    on: (event) => event.type === 'reset' || (requestOf(event)?.path.includes(id) ?? false),
  })
  // The commands above would change when the start request arrives.
  if (data === null && error === null) return null
  const requests = data ?? []
  return (
    <>
      {children(requests.find((request) => isStartOf(id, request)) ?? null)}
      <section class="card" aria-labelledby="run-requests-heading">
        <h2 id="run-requests-heading">Requests about this run</h2>
        {requests.length === 0 ? (
          <p class="placeholder">The journal has no requests about this run.</p>
        ) : (
          <RequestTable requests={requests} selected={null} />
        )}
      </section>
    </>
  )
}
