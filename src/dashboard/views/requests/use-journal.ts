import { useEffect, useRef, useState } from 'preact/hooks'
import type { RequestRecord } from '../../../schemas/control/requests/request.ts'
import { world } from '../../api/client.ts'
import { onEvent } from '../../state/live.ts'
import { type Live, useLive } from '../../state/use-live.ts'
import { requestOf } from './request-event.ts'
import { fits, queryOfFilter, type RequestFilter } from './request-filter.ts'

const SHOWN_MAX = 200

/**
 * Loads the newest requests of a world, and adds later ones from their events. Loading the journal with all its bodies for
 * each request would slow down the emulator.
 */
export function useJournal(name: string, filter: RequestFilter): Live<readonly RequestRecord[]> {
  const [arrived, setArrived] = useState<readonly Arrival[]>([])
  const count = useRef(0)
  const { data, error, reload } = useLive(
    async () => {
      // The answer contains every earlier request, unless it was cleared; a later one may be missing.
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
  /** Number of the arrival, from 1. */
  readonly ordinal: number
}

interface Loaded {
  readonly requests: readonly RequestRecord[]
  /** Arrivals before the load. */
  readonly after: number
}

function joined(arrived: readonly Arrival[], { requests, after }: Loaded): readonly RequestRecord[] {
  const known = new Set(requests.map(({ id }) => id))
  const missing = arrived.filter(({ request, ordinal }) => ordinal > after && !known.has(request.id))
  return [...missing.map(({ request }) => request), ...requests].slice(0, SHOWN_MAX)
}
