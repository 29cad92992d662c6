import { expect, test } from 'vitest'
import { START, startApi } from '../../support/api.ts'

test('runs that are ended by force cost their quote when completed and nothing when failed', async () => {
  const api = await startApi()
  const [a, b, c] = [await api.generate(), await api.generate(), await api.generate({ prompt: '[[fail:X]]' })]
  await api.world.clock.advance({ seconds: 6 })
  expect(await api.world.runs.complete(a.run_id)).toEqual({
    run_id: a.run_id,
    status: 'completed',
    completed_at: START + 6000,
  })
  await api.world.runs.fail(b.run_id, { error_code: 'LLM_REFUSAL', error_message: 'No.' })
  await api.world.runs.complete(c.run_id)
  const [runA, runB, runC] = [await api.run(a.run_id), await api.run(b.run_id), await api.run(c.run_id)]
  expect(runA).toMatchObject({ status: 'completed', charged_cost: 0.04, completed_at: START + 6000 })
  expect(runB).toMatchObject({ status: 'failed', error_code: 'LLM_REFUSAL', error_message: 'No.' })
  expect(runC).toMatchObject({ status: 'completed', outputs: [{ type: 'imageUrl' }] })
  const { entries, spent_usd: spent } = await api.world.ledger()
  expect(spent).toBe(0.08)
  expect(entries.slice(-3).map(({ kind }) => kind)).toEqual(['settle', 'refund', 'settle'])
  expect((await api.world.clock.advance({ until: 'idle' })).events).toEqual([])
})

test('a pending run that is ended by force starts and ends at that instant', async () => {
  const api = await startApi()
  const { run_id: id } = await api.generate()
  await api.world.runs.fail(id)
  expect(await api.run(id)).toMatchObject({
    status: 'failed',
    started_at: START,
    completed_at: START,
    error_code: 'GENERATION_GENERIC_ERROR',
  })
})
