import { expect, onTestFinished, test, vi } from 'vitest'
import { RunReader } from '../../../src/services/runs/run-reader.ts'
import { SqliteStore } from '../../../src/store/engine/sqlite-store.ts'
import { createRun } from '../../../src/store/runs/run-transactions.ts'
import { openWorld, runCommand, T0 } from '../../support/store.ts'

test.each([
  ['a short prompt is read from the store once', 'a mug', 1],
  [
    'a long prompt is read from the store each time, because it would fill the memory',
    'x'.repeat(100_000),
    3,
  ],
])('a run with %s', async (_, prompt, reads) => {
  const store = new SqliteStore(null)
  onTestFinished(() => store.close())
  const world = await openWorld(store)
  const [command, now] = runCommand(world, T0)
  const build: typeof command.build = (ordinal, isPaid) => {
    const run = command.build(ordinal, isPaid)
    return { ...run, request: { ...run.request, prompt } }
  }
  await store.write(() => createRun({ ...command, build }, now))
  const reader = new RunReader(store)
  const read = vi.spyOn(store, 'read')
  for (let count = 0; count < 3; count += 1) {
    expect((await reader.find(world, 'run_1'))?.request.prompt).toBe(prompt)
  }
  expect(read).toHaveBeenCalledTimes(reads)
})
