// Measures the time from `node` to the line "listening", and the memory of an idle emulator. Linux only, for /proc.
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { startEmulator } from './servers.mjs'

const times = []
for (let round = 1; round <= 11; round += 1) {
  const started = performance.now()
  const server = await startEmulator({ file: false })
  times.push(performance.now() - started)
  if (round === 11) {
    await wait(2000)
    const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]
    process.stdout.write(`idle: ${Math.round(Number(resident) / 1024)} MB resident\n`)
  }
  await server.stop()
}
process.stdout.write(`ready: ${Math.round(times.toSorted((a, b) => a - b)[5] ?? 0)} ms (median of 11)\n`)
