import { useEffect, useState } from 'preact/hooks'
import type { RequestRecord } from '../../../schemas/control/request.ts'
import { world } from '../../api/control.ts'
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
  const [arrived, setArrived] = useState<readonly RequestRecord[]>([])
  const { data, error, reload } = useLive(
    async () => (await world(name).requests({ ...queryOfFilter(filter), limit: SHOWN_MAX })).requests,
    [name, filter],
    { on: ({ type }) => type === 'reset' },
  )
  useEffect(() => {
    setArrived([])
    return onEvent((event) => {
      const request = requestOf(event)
      if (request !== null && fits(request, filter)) {
        setArrived((before) => [request, ...before].slice(0, SHOWN_MAX))
      }
    })
  }, [name, filter])
  // What was loaded is newer than what had arrived before.
  useEffect(() => setArrived([]), [data])
  return { data: data === null ? null : joined(arrived, data), error, reload }
}

function joined(
  arrived: readonly RequestRecord[],
  loaded: readonly RequestRecord[],
): readonly RequestRecord[] {
  const known = new Set(loaded.map(({ id }) => id))
  return [...arrived.filter(({ id }) => !known.has(id)), ...loaded].slice(0, SHOWN_MAX)
}
