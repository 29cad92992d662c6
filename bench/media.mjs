// Measures how long files take: the first of each kind, then the median of the next ones.
// Usage: npm run build && node bench/media.mjs
import { startEmulator } from '../dist/index.js'

const FILES = [
  ['PNG 1024 × 1024', { type: 'image', params: {} }, 15],
  ['PNG 2048 × 2048', { type: 'image', params: { resolution: '2k' } }, 5],
  ['JPEG 1024 × 1024', { type: 'image', params: { output_format: 'jpeg' } }, 9],
  ['WebP 1024 × 1024', { type: 'image', params: { output_format: 'webp' } }, 9],
  ['WAV 5 s', { type: 'audio', params: {} }, 9],
  ['MP3 5 s', { type: 'audio', params: { output_format: 'mp3' } }, 9],
  ['MP4 360p 5 s', { type: 'video', params: { resolution: '360p' } }, 5],
  ['MP4 720p 5 s', { type: 'video', params: {} }, 5],
  ['MP4 1080p 5 s', { type: 'video', params: { resolution: '1080p' } }, 3],
  ['MP4 1080p 30 s', { type: 'video', params: { resolution: '1080p', duration: 30 } }, 1],
]

const emulator = await startEmulator({ seed: 'bench', clock: 'manual', durationScale: 0 })
const headers = { authorization: `Bearer ${emulator.apiKey}`, 'content-type': 'application/json' }
const place = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }

/** @param {object} changes */
async function makeOne(changes) {
  const body = JSON.stringify({ prompt: 'A lighthouse in the fog, at dawn', ...place, ...changes })
  const start = await fetch(`${emulator.baseUrl}/generate`, { method: 'POST', headers, body })
  const run = await (await fetch((await start.json()).poll_url, { headers })).json()
  const started = performance.now()
  const file = await (await fetch(run.outputs[0].url)).arrayBuffer()
  return { ms: performance.now() - started, bytes: file.byteLength }
}

for (const [name, changes, count] of FILES) {
  const first = await makeOne(changes)
  const next = []
  for (let index = 0; index < count; index += 1) next.push(await makeOne(changes))
  const median = next.map(({ ms }) => ms).toSorted((a, b) => a - b)[Math.floor(count / 2)] ?? 0
  process.stdout.write(
    `${name.padEnd(18)} first ${first.ms.toFixed(0).padStart(6)} ms, then ${median.toFixed(0).padStart(6)} ms, ${(first.bytes / 1024).toFixed(0).padStart(6)} KB\n`,
  )
}
process.stdout.write(`memory: ${Math.round(process.memoryUsage().rss / 1024 / 1024)} MB resident\n`)
await emulator.close()
