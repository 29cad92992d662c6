import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Emulator, startEmulator } from '../../src/index.ts'
import type { Snapshot } from '../../src/schemas/control/worlds/snapshot.ts'
import { temporaryFolder } from '../support/fixtures.ts'

interface Recorded {
  readonly method: string
  readonly path: string
  readonly answer: unknown
}

const FOLDER = 'test/versions'
const VERSIONS = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** The origin of this emulator, or that of the recorded one in URLs that a client sent. */
const ORIGIN = /http:\/\/127\.0\.0\.1:\d+(?=\/(api|media|projects|_emulator))/g

const read = (version: string, file: string): Buffer => readFileSync(join(FOLDER, version, file))
const json = (version: string, file: string): unknown => JSON.parse(read(version, file).toString())

async function start(options: { db?: string }): Promise<Emulator> {
  const emulator = await startEmulator({ clock: 'manual', ...options })
  onTestFinished(() => emulator.close())
  return emulator
}

/**
 * Undoes what later versions changed on purpose: projects were listed by creation, newest first, and a ledger had no
 * `pending_usd`.
 */
function asRecorded(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null) return answer
  if ('pending_usd' in answer) return { ...answer, pending_usd: undefined }
  if (!('projects' in answer)) return answer
  const projects = answer.projects as { project_id: string; created_at: number }[]
  const sorted = projects.toSorted(
    (a, b) => b.created_at - a.created_at || (a.project_id < b.project_id ? 1 : -1),
  )
  return { ...answer, projects: sorted }
}

/** Sends the recorded requests. Returns them with the answers of this version. */
async function answers(emulator: Emulator, recorded: readonly Recorded[]): Promise<Recorded[]> {
  const all: Recorded[] = []
  for (const { method, path } of recorded) {
    const base = path.startsWith('/_emulator') ? emulator.url : emulator.baseUrl
    const headers = { authorization: `Bearer ${emulator.apiKey}` }
    const text = await (await emulator.fetch(base + path, { method, headers })).text()
    const answer: unknown = JSON.parse(text.replaceAll(ORIGIN, '{origin}'))
    all.push({ method, path, answer: asRecorded(answer) })
  }
  return all
}

describe.each(VERSIONS)('state of version %s', (version) => {
  const recorded = json(version, 'answers.json') as Recorded[]

  test('a database opens and gives the recorded answers', async () => {
    const db = join(temporaryFolder(), 'flora.sqlite')
    writeFileSync(db, gunzipSync(read(version, 'flora.sqlite.gz')))
    expect(await answers(await start({ db }), recorded)).toEqual(recorded)
  })

  test('a snapshot is restored and gives the recorded answers', async () => {
    const emulator = await start({})
    await emulator.world().restore(json(version, 'snapshot.json') as Snapshot)
    expect(await answers(emulator, recorded)).toEqual(recorded)
  })
})
