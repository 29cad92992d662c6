import { expect, test } from 'vitest'
import { MUG, startApi } from '../../support/api.ts'

test('the measured profile shows no progress until the end', async () => {
  const api = await startApi({ profile: 'measured' })
  const { run_id: id } = await api.generate()
  await api.world.clock.advance({ seconds: 11 })
  expect(await api.run(id)).toMatchObject({ status: 'running', progress: 0 })
  await api.world.clock.advance({ seconds: 1 })
  expect(await api.run(id)).toMatchObject({ status: 'completed', progress: 100 })
})

test('the measured profile answers 500 for an unknown project', async () => {
  const api = await startApi({ profile: 'measured' })
  const json = { ...MUG, project_id: 'prj_nope' }
  const { status, error } = await api.refusal('/generate', { method: 'POST', json })
  expect(status).toBe(500)
  expect(error).toEqual({ code: 'unknown_error', message: 'An unknown error occurred.' })
})
