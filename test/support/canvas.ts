import { expect } from 'vitest'
import type { CanvasChanged } from '../../src/schemas/canvas/changeset.ts'
import type { CanvasGraph } from '../../src/schemas/canvas/graph.ts'
import type { ErrorEnvelope } from '../../src/schemas/error.ts'
import { startApi, type TestApi } from './api.ts'
import { changeFixture } from './fixtures.ts'

const PROJECT = '/workspaces/ws_abc123/projects/prj_abc123'
export const GRAPH = `${PROJECT}/graph`
export const CHANGESET = `${PROJECT}/canvas/changeset`
export const RUN = `${PROJECT}/nodes/run`
export const DEFINITION = `${PROJECT}/canvas/definition`

/** Writes the shipped fixtures without nodes of actions. */
export const bareFixtures = (): string =>
  changeFixture('world.json', (world) => {
    world.action_nodes = []
  })

/** Starts an emulator. The canvas of `prj_abc123` has one node, n1, of the sample run. */
export async function startCanvas() {
  const api = await startApi({ rateLimit: 'off', fixtures: bareFixtures() })
  return {
    api,
    graph: async () => api.get<CanvasGraph>(GRAPH),
    change: async (changeset: object) => change(api, changeset),
    refused: async (changeset: object) => refused(api, 'POST', CHANGESET, changeset),
  }
}

async function change(api: TestApi, json: object): Promise<CanvasChanged> {
  const { status, body } = await api.call<CanvasChanged>(CHANGESET, { method: 'POST', json })
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

/** Sends a request that must be refused with 400. Returns the fields and codes. */
export async function refused(api: TestApi, method: string, path: string, json: object): Promise<string[]> {
  const { status, body } = await api.call<ErrorEnvelope>(path, { method, json })
  expect(status, JSON.stringify(body)).toBe(400)
  return (body.error.fields ?? []).map(({ field, code }) => `${field} ${code}`)
}
