/** Measures the checks over a full journal: node bench/findings.mjs */
import { startEmulator } from '../dist/index.js'

const ROUNDS = 50
const PLACE = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }

const emulator = await startEmulator({ clock: 'manual', rateLimit: 'off', seed: 'bench' })
const world = emulator.world('bench')
const headers = { authorization: `Bearer ${world.apiKey}` }
const call = async (path, body) => {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return (await emulator.fetch(emulator.baseUrl + path, { headers, ...init })).json()
}

// 100 runs, polled and listed: 100 starts, 700 polls, 200 lists of 20 runs.
for (let count = 0; count < 100; count += 1) {
  const { run_id: id } = await call('/generate', { type: 'image', prompt: `Mug ${count}`, ...PLACE })
  for (let poll = 0; poll < 7; poll += 1) await call(`/runs/${id}`)
  for (let list = 0; list < 2; list += 1) await call('/generations')
}

const times = []
for (let round = 0; round < ROUNDS; round += 1) {
  const begin = performance.now()
  await world.findings.list({ final: true })
  times.push(performance.now() - begin)
}
times.sort((a, b) => a - b)
const { count } = await world.requests.list({ limit: 0 })
const [median, slowest] = [times[ROUNDS / 2], times.at(-1)].map((ms) => ms.toFixed(1))
console.log(`findings over ${count} requests: median ${median} ms, slowest ${slowest} ms`)
await emulator.close()
