// Measures requests per second and the 99th percentile of latency of the emulator, the floor and Prism. Rounds alternate
// between the servers, and medians count, because the speed of a machine drifts. Only ratios apply to other machines.
// Usage: npm run bench
import autocannon from 'autocannon'
import { startEmulator, startFloor, startPrism } from './servers.mjs'

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const SECONDS = Number(process.env.BENCH_SECONDS ?? 2)
const CONNECTIONS = [1, 10, 64]
const ONLY = process.env.BENCH_ONLY ?? ''
/** Path of the main.js of another build, which replaces Prism. */
const BEFORE = process.env.BENCH_BEFORE ?? ''

const authorization = 'Bearer sk_test_default'
const generation = JSON.stringify({
  type: 'image',
  prompt: 'A lighthouse in the fog, seen from the sea',
  workspace_id: 'ws_abc123',
  project_id: 'prj_abc123',
  model: 't2i-flux-2-pro',
  params: { aspect_ratio: '4:3' },
})
const post = {
  method: 'POST',
  headers: { authorization, 'content-type': 'application/json' },
  body: generation,
}
const get = { headers: { authorization } }

const OPERATIONS = [
  { name: 'GET /models', path: '/models', init: get, file: false },
  { name: 'GET /runs/{id}', path: '/runs/{id}', init: get, file: false },
  {
    name: 'GET /generations?limit=20',
    path: '/generations?workspace_id=ws_abc123&limit=20',
    init: get,
    file: false,
  },
  { name: 'POST /generate, memory', path: '/generate', init: post, file: false },
  { name: 'POST /generate, file', path: '/generate', init: post, file: true },
].filter(({ name }) => name.includes(ONLY))

const SERVERS = {
  emulator: startEmulator,
  floor: startFloor,
  ...(BEFORE === ''
    ? { prism: startPrism }
    : { before: (options) => startEmulator({ ...options, main: BEFORE }) }),
}
const OTHER = BEFORE === '' ? 'prism' : 'before'

const results = new Map()
for (let round = 1; round <= ROUNDS; round += 1) {
  for (const operation of OPERATIONS) {
    for (const [name, start] of Object.entries(SERVERS)) {
      if (name === 'prism' && round > 1) continue
      await measureServer(name, await start({ file: operation.file }), operation)
    }
  }
  process.stderr.write(`round ${round} of ${ROUNDS}\n`)
}
report()

async function measureServer(server, { base, stop }, operation) {
  const runId = await fill(base, server)
  const url = base + operation.path.replace('{id}', runId)
  // Warms up, until V8 has compiled the hot functions.
  await load(url, operation.init, 10, 2)
  for (const connections of CONNECTIONS) {
    const { requests, latency, non2xx, errors } = await load(url, operation.init, connections, SECONDS)
    if (non2xx + errors > 0) throw new Error(`${server}: ${non2xx} refused, ${errors} failed: ${url}`)
    const key = `${operation.name}|${connections}|${server}`
    results.set(key, [...(results.get(key) ?? []), { rate: requests.average, p99: latency.p99 }])
  }
  await stop()
}

/** Creates runs to read. Returns the id of the last one. */
async function fill(base, server) {
  if (server === 'prism') return 'run_abc123'
  let id = ''
  for (let count = 0; count < 200; count += 1)
    id = (await (await fetch(`${base}/generate`, post)).json()).run_id
  return id
}

async function load(url, init, connections, duration) {
  return autocannon({ url, ...init, connections, duration })
}

function report() {
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
  const print = (cells) => process.stdout.write(`| ${cells.join(' | ')} |\n`)
  print([
    'operation',
    'connections',
    'emulator/s',
    'floor/s',
    `${OTHER}/s`,
    'to floor',
    `to ${OTHER}`,
    'p99 ms',
    'floor p99',
  ])
  print(Array.from({ length: 9 }, () => '---'))
  for (const { name } of OPERATIONS) {
    for (const connections of CONNECTIONS) {
      const of = (server, what) =>
        median((results.get(`${name}|${connections}|${server}`) ?? []).map((it) => it[what]))
      const rates = Object.keys(SERVERS).map((server) => of(server, 'rate'))
      const [emulator, floor, other] = rates
      print([
        name,
        connections,
        ...rates.map((rate) => Math.round(rate)),
        (emulator / floor).toFixed(2),
        (emulator / other).toFixed(2),
        of('emulator', 'p99'),
        of('floor', 'p99'),
      ])
    }
  }
}
