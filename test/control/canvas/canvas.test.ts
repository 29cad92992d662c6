import { expect, test } from 'vitest'
import { startApi } from '../../support/api.ts'
import { refused } from '../../support/control.ts'

const GRAPH = '/workspaces/ws_abc123/projects/prj_abc123/graph'

test('a canvas reads as the graph of the emulated API', async () => {
  const api = await startApi()
  await api.generate()
  await api.world.clock.advance({ until: 'idle' })
  const canvas = await api.world.canvas('prj_abc123')
  expect(canvas).toEqual(await api.get(GRAPH))
  expect(canvas.nodes.at(-1)?.output_url).toContain('/media/default/')
})

test('an unknown project is a 404 that names it', async () => {
  const api = await startApi()
  const path = '/worlds/default/projects/prj_nope/canvas'
  expect(await refused(api, 'GET', path)).toEqual([404, 'Project prj_nope not found.'])
})
