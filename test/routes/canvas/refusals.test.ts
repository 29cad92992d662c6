import { describe, expect, test } from 'vitest'
import { startCanvas } from '../../support/canvas.ts'

const image = (ref: string, more: object = {}) => ({ ref, type: 'image', ...more })

const big = Array.from({ length: 501 }, (_, index) => image(`r${index}`))

describe('a changeset with one mistake is refused as a whole', () => {
  test.each<[string, object, string[]]>([
    ['a ref twice', { add: [image('a'), image('a')] }, ['add.1.ref duplicate_ref']],
    ['a ref that is a node', { add: [image('n1')] }, ['add.0.ref ref_collision']],
    ['an unknown group', { add: [image('a', { group: 'n9' })] }, ['add.0.group node_not_found']],
    ['a node that is no group', { add: [image('a', { group: 'n1' })] }, ['add.0.group not_a_group']],
    [
      'groups in each other',
      {
        add: [
          { ref: 'a', type: 'group', group: 'b' },
          { ref: 'b', type: 'group', group: 'a' },
        ],
      },
      ['add.0.group group_cycle', 'add.1.group group_cycle'],
    ],
    ['a group in itself', { add: [{ ref: 'a', type: 'group', group: 'a' }] }, ['add.0.group group_cycle']],
    ['an unknown model', { add: [image('a', { model: 'x' })] }, ['add.0.model unknown_model']],
    [
      'a model of another type',
      { add: [image('a', { model: 't2v-kling-v3-pro' })] },
      ['add.0.model unknown_model'],
    ],
    [
      'wrong parameters',
      { add: [image('a', { params: { aspect_ratio: '9:1', generate_audio: true, seed: 'x' } })] },
      [
        'add.0.params.aspect_ratio invalid_param',
        'add.0.params.generate_audio invalid_param',
        'add.0.params.seed invalid_param',
      ],
    ],
    [
      'content and a prompt',
      { add: [image('a', { content_url: 'https://example.com/a.png', prompt: 'x' })] },
      ['add.0.content_url content_url_exclusive'],
    ],
    [
      'content of a text',
      { add: [{ ref: 'a', type: 'text', content_url: 'https://example.com/a' }] },
      ['add.0.content_url content_url_not_supported'],
    ],
    [
      'a static image of nothing',
      { add: [{ ref: 'a', type: 'static_image' }] },
      ['add.0.content_url content_url_required'],
    ],
    [
      'a group with a prompt',
      { add: [{ ref: 'a', type: 'group', prompt: 'x' }] },
      ['add.0.prompt not_generative'],
    ],
    ['an unknown node to update', { update: [{ id: 'n7' }] }, ['update.0.id node_not_found']],
    ['two updates of a node', { update: [{ id: 'n1' }, { id: 'n1' }] }, ['update.1.id duplicate_update']],
    ['an unknown end', { connect: [{ from: 'n1', to: 'n2' }] }, ['connect.0.to node_not_found']],
    ['a node that feeds itself', { connect: [{ from: 'n1', to: 'n1' }] }, ['connect.0.to self_connection']],
    [
      'an edge to a group',
      { add: [{ ref: 'g', type: 'group' }], connect: [{ from: 'n1', to: 'g' }] },
      ['connect.0 not_connectable'],
    ],
    [
      'an unknown edge',
      { disconnect: [{ from: 'n8', to: 'n9' }] },
      ['disconnect.0.from node_not_found', 'disconnect.0.to node_not_found'],
    ],
    ['an unknown node to remove', { remove: [{ id: 'toString' }] }, ['remove.0.id node_not_found']],
    ['too many entries', { add: big }, ['add too_big']],
    [
      'too many entries together',
      { add: big.slice(1), remove: [{ id: 'n1' }] },
      ['body too_many_operations'],
    ],
    [
      'an address that is not https',
      { add: [image('a', { content_url: 'http://x.y/z' })] },
      ['add.0.content_url invalid_string'],
    ],
    [
      'a position far away',
      { add: [image('a', { position: { x: 1e9, y: 0 } })] },
      ['add.0.position.x too_big'],
    ],
    [
      'very large parameters',
      { add: [image('a', { params: { prompt: 'x'.repeat(20_001) } })] },
      ['add.0.params params_too_large', 'add.0.params.prompt invalid_param'],
    ],
  ])('%s', async (_, wrong, problems) => {
    const { graph, refused } = await startCanvas()
    const before = await graph()
    const right = { add: [{ ref: 'right', type: 'text' }] }
    expect(await refused({ ...right, ...wrong })).toEqual(problems)
    expect(await graph()).toEqual(before)
  })
})

test('all problems are reported together', async () => {
  const { refused } = await startCanvas()
  expect(
    await refused({
      add: [image('a', { model: 'x', group: 'y' })],
      update: [{ id: 'z', label: '' }],
      connect: [{ from: 'a', to: 'b' }],
      remove: [{ id: 'c' }],
    }),
  ).toEqual([
    'add.0.model unknown_model',
    'add.0.group node_not_found',
    'update.0.id node_not_found',
    'connect.0.to node_not_found',
    'remove.0.id node_not_found',
  ])
})

test('a canvas holds 2000 nodes and no more', async () => {
  const { change, refused } = await startCanvas()
  const nodes = Array.from({ length: 500 }, (_, index) => ({ ref: `r${index}`, type: 'group' }))
  for (let count = 0; count < 3; count += 1) await change({ add: nodes })
  expect(await refused({ add: nodes })).toEqual(['add too_many_nodes'])
  await change({ add: nodes.slice(1) })
  expect(await refused({ add: nodes.slice(0, 1) })).toEqual(['add too_many_nodes'])
  await change({ add: nodes.slice(0, 1), remove: [{ id: 'n1' }] })
})

test.each(['__proto__', 'constructor', 'n0', 'ä ö'])('a ref may be called %s', async (ref) => {
  const { change } = await startCanvas()
  const { created } = await change({ add: [image(ref)], connect: [{ from: 'n1', to: ref }] })
  expect(Object.entries(created)).toEqual([[ref, { id: 'n2', node_id: expect.any(String) }]])
})
