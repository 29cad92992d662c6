import { expect, onTestFinished, test, vi } from 'vitest'
import { GroupCommit } from '../../../src/store/engine/group-commit.ts'
import { startApi } from '../../support/api.ts'
import { form, put, reserve, sendForm, uploadUrlOf } from '../../support/assets.ts'
import { padded, png } from '../../support/files.ts'

/** Counts writes, and the largest number of writes that wait for a commit. */
function countWrites(): { max: number; readonly all: () => number } {
  const counted = { max: 0, all: () => write.mock.calls.length }
  let waiting = 0
  const original = Object.getOwnPropertyDescriptor(GroupCommit.prototype, 'write')
    ?.value as GroupCommit['write']
  const write = vi.spyOn(GroupCommit.prototype, 'write')
  write.mockImplementation(async function (this: GroupCommit, work: () => unknown) {
    waiting += 1
    counted.max = Math.max(counted.max, waiting)
    return original.call(this, work).finally(() => (waiting -= 1))
  })
  onTestFinished(() => write.mockRestore())
  return counted
}

test('files that arrive together are stored in a transaction each', async () => {
  const api = await startApi()
  const reserved = await Promise.all(Array.from({ length: 5 }, async () => reserve(api)))
  const large = padded(png(4, 3), 3 * 1024 * 1024)
  const writes = countWrites()
  const answers = await Promise.all([
    ...reserved.map(async (asset) => put(api, uploadUrlOf(asset), large)),
    ...reserved.map(async () =>
      sendForm(api, form(['workspace_id', 'ws_abc123'], ['file', { bytes: large }])),
    ),
  ])
  expect(answers.slice(0, 5)).toEqual([204, 204, 204, 204, 204])
  expect(answers.slice(5)).toMatchObject(Array.from({ length: 5 }, () => ({ status: 201 })))
  expect([writes.all(), writes.max]).toEqual([10, 1])
})
