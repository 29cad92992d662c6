import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readBody } from '../../src/http/read-body.ts'

const chunks = Array.from({ length: 10 }, (_, index) => Buffer.alloc(100, index))

test.each([{}, { 'content-length': '1000' }, { 'content-length': '9999999' }])(
  'a body with the headers %j is read whole',
  async (headers) =>
    expect(await readBody(Readable.from(chunks), headers, 1000)).toEqual(Buffer.concat(chunks)),
)

test('a body over the limit is read to its end, then refused', async () => {
  const stream = Readable.from(chunks)
  await expect(readBody(stream, { 'content-length': '1000' }, 999)).rejects.toThrow(
    'body: Must be at most 0 KB',
  )
  expect(stream.readableEnded).toBe(true)
})

test('a body whose stream fails is refused', async () => {
  const broken = new Readable({ read: () => broken.destroy(new Error('reset')) })
  await expect(readBody(broken, {}, 1000)).rejects.toThrow('Request body could not be read.')
})
