import type { Run } from '../../src/schemas/runs/run.ts'
import type { TestApi } from '../support/api.ts'
import { readToEnd, testCheck } from '../support/checks.ts'

testCheck('output-unsaved', 'info', {
  wrong: [
    {
      name: 'sees the result and does not download it',
      client: async (api) => readToEnd(api),
      finding: {
        message: /output_1\.png of this run, which cost \$0\.04.*not downloaded/,
        cost: 0.04,
        requests: 2,
      },
    },
    {
      name: 'downloads a part of a file',
      client: async (api) => download(api, await readToEnd(api), { range: 'bytes=0-99' }),
      finding: { message: /only in part/, cost: 0.04, requests: 2 },
    },
    {
      name: 'takes a truncated file for the whole',
      client: async (api) =>
        download(api, await readToEnd(api, { prompt: 'A mug [[output:truncated]]' })).catch(() => null),
      finding: { message: /only in part/, cost: 0.04, requests: 2 },
    },
  ],
  right: [
    { name: 'downloads the file', client: async (api) => download(api, await readToEnd(api)) },
    {
      name: 'downloads all parts of a file',
      client: async (api) => {
        const run = await readToEnd(api)
        await download(api, run, { range: 'bytes=0-99' })
        await download(api, run, { range: 'bytes=100-' })
      },
    },
    {
      name: 'tries to download a file that is missing',
      client: async (api) => download(api, await readToEnd(api, { prompt: 'A mug [[output:404]]' })),
    },
    {
      name: 'passes the output on to another run',
      client: async (api) => {
        const { outputs = [] } = await readToEnd(api)
        await api.generate({ params: { image_url: outputs[0]?.url } })
      },
    },
    {
      name: 'asks for a text, which is in the answer',
      client: async (api) => readToEnd(api, { type: 'text' }),
    },
  ],
})

async function download(
  api: TestApi,
  { outputs = [] }: Run,
  headers: Record<string, string> = {},
): Promise<void> {
  const answer = await api.emulator.fetch(outputs[0]?.url ?? '', { headers })
  await answer.arrayBuffer()
}
