// Measures an emulator with BENCH_WORLDS (10,000) worlds, and one with BENCH_PENDING (100,000) unfinished runs.
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'
import { startEmulator } from './servers.mjs'

const WORLDS = Number(process.env.BENCH_WORLDS ?? 10_000)
const PENDING = Number(process.env.BENCH_PENDING ?? 100_000)
const body = JSON.stringify({
  type: 'image',
  prompt: 'A lighthouse in the fog, seen from the sea',
  workspace_id: 'ws_abc123',
  project_id: 'prj_abc123',
})
const print = (text) => process.stdout.write(`${text}\n`)

await manyWorlds()
await manyPending()

async function manyWorlds() {
  const server = await startEmulator({ file: false })
  const inDefault = async () =>
    (await load(`${server.base}/runs/run_abc123`, get('default'), { duration: 2 })).requests.average
  const before = await inDefault()
  const times = []
  for (let count = 0; count < WORLDS; count += 1) {
    const started = performance.now()
    await fetch(`${server.base}/generate`, post(`w${count}`))
    times.push(performance.now() - started)
  }
  const sorted = times.toSorted((a, b) => a - b)
  print(
    `first request and run of a world: median ${sorted[WORLDS / 2].toFixed(2)} ms, p99 ${sorted[Math.floor(WORLDS * 0.99)].toFixed(2)} ms`,
  )
  print(`${WORLDS} worlds: ${resident(server.pid)} MB resident`)
  print(
    `polls in another world: ${((await inDefault()) / before).toFixed(2)} times as many per second as before`,
  )
  await server.stop()
}

async function manyPending() {
  const server = await startEmulator({ file: false, args: ['--clock', 'manual', '--duration-scale', '1'] })
  const control = server.base.replace('/api/v1', '/_emulator/worlds/default')
  const { run_id: id } = await (await fetch(`${server.base}/generate`, post('default'))).json()
  const poll = async () => (await load(`${server.base}/runs/${id}`, get('default'), { duration: 2 })).latency
  const quiet = await poll()
  await load(`${server.base}/generate`, post('default'), { amount: PENDING, connections: 10 })
  const full = await poll()
  print(
    `polls: ${quiet.average} ms mean with 1 run, ${full.average} ms with ${PENDING} unfinished (p99 ${quiet.p99} and ${full.p99})`,
  )
  const during = poll()
  const started = performance.now()
  const answer = await fetch(`${control}/clock/advance`, { ...post('default'), body: '{"until":"idle"}' })
  const { events, events_omitted: omitted } = await answer.json()
  print(`until idle: ${events.length + omitted} changes in ${Math.round(performance.now() - started)} ms`)
  const { average, p99, max } = await during
  print(`polls meanwhile: ${average} ms mean, p99 ${p99}, max ${max}`)
  await server.stop()
}

function get(world) {
  return { headers: { authorization: `Bearer sk_test_${world}` } }
}

function post(world) {
  return { method: 'POST', body, headers: { ...get(world).headers, 'content-type': 'application/json' } }
}

async function load(url, init, limit) {
  return autocannon({ url, connections: 2, ...init, ...limit })
}

function resident(pid) {
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)
}
