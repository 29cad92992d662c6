import { FLORA } from '@flora-ai/flora'
import { expect, onTestFinished, test, vi } from 'vitest'
import { START, startApi, type TestApi } from '../support/api.ts'
import { methods } from './methods/index.ts'

/** Columns that hold the instant of the request that wrote them. Other instants are planned from it. */
const WRITTEN_AT = ['at', 'created_at', 'modified_at', 'received_at', 'deleted_at']

/** Makes each reading of the machine's clock a millisecond later than the one before. */
function tick(): void {
  let now = START
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => (now += 1))
  onTestFinished(() => clock.mockRestore())
}

/** The instants in the rows of a world that are later than its creation, with the table and column of each. */
async function storedInstants({ world }: TestApi): Promise<(readonly [number, string])[]> {
  const { world: state, tables } = await world.snapshot()
  const cells = Object.entries(tables).flatMap(([table, rows]) =>
    rows.flatMap((row) =>
      Object.entries(row).map(([column, value]) => ({ table, column, value: value as unknown })),
    ),
  )
  return cells.flatMap(({ table, column, value }) =>
    WRITTEN_AT.includes(column) && typeof value === 'number' && value > state.created_at
      ? [[value, `${table}.${column}`] as const]
      : [],
  )
}

test('a request stores one instant, which is that of its entry in the journal', async () => {
  tick()
  const api = await startApi({ clock: 'real', rateLimit: 'off' })
  const { baseUrl: baseURL, fetch } = api.emulator
  const client = new FLORA({ baseURL, apiKey: api.apiKey, fetch, maxRetries: 0 })
  for (const call of Object.values(methods)) await call.all(client)
  const { requests } = await api.world.requests.list({ limit: 1000 })
  const handledAt = new Set(requests.map(({ at }) => at))
  expect(handledAt.size).toBe(requests.length)
  const stored = await storedInstants(api)
  expect(new Set(stored.map(([, place]) => place))).toEqual(
    new Set([
      'assets.created_at',
      'feedback.received_at',
      'ledger.at',
      'library_folders.created_at',
      'library_folders.deleted_at',
      'library_items.created_at',
      'projects.created_at',
      'projects.modified_at',
      'runs.created_at',
    ]),
  )
  expect(stored.filter(([instant]) => !handledAt.has(instant))).toEqual([])
})
