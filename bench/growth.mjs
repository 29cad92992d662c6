// Compares an emulator with 1,000 runs to one with BENCH_RUNS (1,000,000), both with a file: creations and first pages,
// measured in turns.
import autocannon from 'autocannon'
import { startEmulator } from './servers.mjs'

const RUNS = Number(process.env.BENCH_RUNS ?? 1_000_000)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const SECONDS = 2

const headers = { authorization: 'Bearer sk_test_default', 'content-type': 'application/json' }
const body = JSON.stringify({
  type: 'image',
  prompt: 'A lighthouse in the fog, seen from the sea',
  workspace_id: 'ws_abc123',
  project_id: 'prj_abc123',
})

const young = await startEmulator({ file: true })
const old = await startEmulator({ file: true })
await create(young, { amount: 1000 })
await create(old, { amount: RUNS })
process.stderr.write(`filled: ${(await firstPage(old, 1)).total} runs\n`)

const ratios = { create: [], page: [] }
for (let round = 1; round <= ROUNDS; round += 1) {
  const rates = [await create(young, { duration: SECONDS }), await create(old, { duration: SECONDS })]
  ratios.create.push(rates[0] / rates[1])
  ratios.page.push((await firstPage(old, 500)).ms / (await firstPage(young, 500)).ms)
  process.stderr.write(`round ${round}: create ${rates.map(Math.round).join(' and ')}/s\n`)
}
for (const [name, values] of Object.entries(ratios)) {
  const median = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
  process.stdout.write(`${name}: ${median.toFixed(2)} times as slow with ${RUNS} runs\n`)
}
await young.stop()
await old.stop()

async function create({ base }, limit) {
  const { requests, non2xx } = await autocannon({
    url: `${base}/generate`,
    method: 'POST',
    headers,
    body,
    connections: 10,
    ...limit,
  })
  if (non2xx > 0) throw new Error(`${non2xx} creations were refused`)
  return requests.average
}

async function firstPage({ base }, times) {
  const started = performance.now()
  let total = 0
  for (let count = 0; count < times; count += 1) {
    const page = await fetch(`${base}/generations?workspace_id=ws_abc123&limit=20`, { headers })
    total = (await page.json()).meta.total_estimate
  }
  return { ms: (performance.now() - started) / times, total }
}
