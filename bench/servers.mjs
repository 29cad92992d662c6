// Starts the servers to compare: the emulator, the floor and Prism. Each has a process of its own.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const here = (/** @type {string} */ path) => new URL(path, import.meta.url).pathname

/**
 * @typedef {object} Server
 * @property {string} base  base URL of an SDK
 * @property {number} pid
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the emulator without a rate limit.
 *
 * @param {{ file: boolean, args?: string[], main?: string }} options `file`: with a database file instead of memory;
 *   `main`: path of the main.js of another build
 * @returns {Promise<Server>}
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

/** Starts floor.mjs. @returns {Promise<Server>} */
export async function startFloor(/** @type {{ file: boolean }} */ { file }) {
  const folder = mkdtempSync(join(tmpdir(), 'flora-bench-'))
  const server = await start([here('floor.mjs'), file ? join(folder, 'floor.sqlite') : ':memory:'])
  return { ...server, stop: withFolder(server, folder) }
}

/** Starts Prism with openapi.yaml. @returns {Promise<Server>} */
export async function startPrism() {
  const prism = here('node_modules/@stoplight/prism-cli/dist/index.js')
  return start(
    [prism, 'mock', '--port', '4801', '--verboseLevel', 'error', here('../openapi.yaml')],
    'http://127.0.0.1:4801',
  )
}

/** Starts a process. Resolves when it prints its address, or answers at `knownBase`. */
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
    child.once('exit', (code) => reject(new Error(`The server exited with code ${code} before it listened.`)))
  })
}

async function answering(/** @type {string} */ base) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await fetch(base).catch(() => null)) return base
    await wait(100)
  }
  throw new Error(`${base} did not answer within 10 seconds.`)
}

function withFolder(/** @type {{ stop: () => Promise<void> }} */ server, /** @type {string} */ folder) {
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
