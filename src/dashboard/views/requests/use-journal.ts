import { useEffect, useRef, useState } from 'preact/hooks'
import type { RequestRecord } from '../../../schemas/control/requests/request.ts'
import { world } from '../../api/client.ts'
import { onEvent } from '../../state/live.ts'
import { type Live, useLive } from '../../state/use-live.ts'
import { requestOf } from './request-event.ts'
import { fits, queryOfFilter, type RequestFilter } from './request-filter.ts'

const SHOWN_MAX = 200

/**
 * The newest requests of a world. What arrives is taken from the events themselves: to load the journal anew, with all
 * bodies, for each request would be a burden on what is being watched.
 */
export function useJournal(name: string, filter: RequestFilter): Live<readonly RequestRecord[]> {
  const [arrived, setArrived] = useState<readonly Arrival[]>([])
  const count = useRef(0)
  const { data, error, reload } = useLive(
    async () => {
      // Whatever arrives from now on may be missing from the answer; whatever came before is in it, or was cleared.
      const after = count.current
      const { requests } = await world(name).requests.list({ ...queryOfFilter(filter), limit: SHOWN_MAX })
      return { requests, after }
    },
    [name, filter],
    { on: ({ type }) => type === 'reset' },
  )
  useEffect(() => {
    setArrived([])
    return onEvent((event) => {
      const request = requestOf(event)
      if (request === null || !fits(request, filter)) return
      count.current += 1
      const arrival = { request, ordinal: count.current }
      setArrived((before) => [arrival, ...before].slice(0, SHOWN_MAX))
    })
  }, [name, filter])
  return { data: data === null ? null : joined(arrived, data), error, reload }
}

interface Arrival {
  readonly request: RequestRecord
  /** Counts the arrivals. */
  readonly ordinal: number
}

interface Loaded {
  readonly requests: readonly RequestRecord[]
  /** How many had arrived before it was asked for. */
  readonly after: number
}

function joined(arrived: readonly Arrival[], { requests, after }: Loaded): readonly RequestRecord[] {
  const known = new Set(requests.map(({ id }) => id))
  const missing = arrived.filter(({ request, ordinal }) => ordinal > after && !known.has(request.id))
  return [...missing.map(({ request }) => request), ...requests].slice(0, SHOWN_MAX)
}
