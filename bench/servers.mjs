// The servers that are compared: the emulator, the floor, and Prism. Each runs in a process of its own.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const here = (/** @type {string} */ path) => new URL(path, import.meta.url).pathname

/**
 * @typedef {object} Server
 * @property {string} base  what an SDK would take as its base URL
 * @property {number} pid
 * @property {() => Promise<void>} stop
 */

/**
 * @param {{ file: boolean, args?: string[], main?: string }} options `main` starts another build
 * @returns {Promise<Server>} the emulator as it is shipped, its rate limit off
 */
export async function startEmulator({ file, args = [], main = here('../dist/main.js') }) {
  const folder = mkdtempSync(join(tmpdir(), 'flora-bench-'))
  const db = file ? ['--db', join(folder, 'flora.sqlite')] : []
  const options = [
    '--port',
    '0',
    '--rate-limit',
    'off',
    '--log-level',
    'error',
    '--fixtures',
    here('fixtures'),
  ]
  const server = await start([main, ...options, ...db, ...args])
  return { ...server, base: `${server.base}/api/v1`, stop: withFolder(server, folder) }
}

/** @returns {Promise<Server>} bare Fastify, with and without prepared statements: see floor.mjs */
export async function startFloor(/** @type {{ file: boolean }} */ { file }) {
  const folder = mkdtempSync(join(tmpdir(), 'flora-bench-'))
  const server = await start([here('floor.mjs'), file ? join(folder, 'floor.sqlite') : ':memory:'])
  return { ...server, stop: withFolder(server, folder) }
}

/** @returns {Promise<Server>} Prism, mocking openapi.yaml */
export async function startPrism() {
  const prism = here('node_modules/@stoplight/prism-cli/dist/index.js')
  return start(
    [prism, 'mock', '--port', '4801', '--verboseLevel', 'error', here('../openapi.yaml')],
    'http://127.0.0.1:4801',
  )
}

/** Starts a process and waits until it says where it listens, or answers at `knownBase`. */
async function start(/** @type {string[]} */ args, knownBase = '') {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
  const base = knownBase === '' ? await listening(child) : await answering(knownBase)
  return { base, pid: child.pid ?? 0, stop }
}

/** @returns {Promise<string>} */
function listening(/** @type {import('node:child_process').ChildProcess} */ child) {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      const url = /listening on (\S+)/.exec(String(chunk))?.[1]
      if (url !== undefined) resolve(url)
    })
    child.once('exit', (code) => reject(new Error(`exited with ${code}`)))
  })
}

async function answering(/** @type {string} */ base) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await fetch(base).catch(() => null)) return base
    await wait(100)
  }
  throw new Error(`${base} does not answer`)
}

function withFolder(/** @type {{ stop: () => Promise<void> }} */ server, /** @type {string} */ folder) {
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
