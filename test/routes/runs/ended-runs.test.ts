import { expect, test } from 'vitest'
import { keepEnded } from '../../../src/routes/runs/ended-runs.ts'
import type { GenerationPage } from '../../../src/schemas/runs/run.ts'
import type { RunView } from '../../../src/services/runs/runs.ts'
import { startApi } from '../../support/api.ts'

const BASE = { origin: 'http://127.0.0.1:4620', worldName: 'default' }

/** A view of a run; the writer looks at its record, status and whether the cost is shown. */
const viewOf = (run: object, status: 'running' | 'completed', isCostShown = true) =>
  ({ run, state: { status, isCostShown } }) as RunView

test('the JSON of a run that has ended is written once, and again for another origin', () => {
  let writes = 0
  const write = keepEnded(() => ({ writes: (writes += 1) }))
  const ended = viewOf({}, 'completed')
  expect(write(ended, BASE).text).toBe('{"writes":1}')
  expect(write(ended, BASE).text).toBe('{"writes":1}')
  expect(write(ended, { ...BASE, origin: 'http://localhost:4620' }).text).toBe('{"writes":2}')
  expect(write(viewOf({}, 'completed'), BASE).text).toBe('{"writes":3}')
})

test('a run that has not ended is written each time', () => {
  let writes = 0
  const write = keepEnded(() => ({ writes: (writes += 1) }))
  const running = viewOf({}, 'running')
  expect([write(running, BASE).text, write(running, BASE).text]).toEqual(['{"writes":1}', '{"writes":2}'])
  const withoutCost = viewOf({}, 'completed', false)
  expect([write(withoutCost, BASE).text, write(withoutCost, BASE).text]).toEqual([
    '{"writes":3}',
    '{"writes":4}',
  ])
})

test('a forced end shows in the run and in the list', async () => {
  const api = await startApi()
  const started = await api.generate()
  await api.world.runs.fail(started.run_id, { error_code: 'PROVIDER_ERROR' })
  const { generations } = await api.get<GenerationPage>('/generations?workspace_id=ws_abc123')
  expect(generations[0]).toMatchObject({ run_id: started.run_id, status: 'failed' })
  expect(await api.get(`/runs/${started.run_id}`)).toMatchObject({ status: 'failed' })
})
