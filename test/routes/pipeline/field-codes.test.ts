import { expect, test } from 'vitest'
import { MUG, startApi } from '../../support/api.ts'

const CHANGESET = '/workspaces/ws_abc123/projects/prj_abc123/canvas/changeset'
const TECHNIQUE = '/techniques/portrait-enhancer/runs'
const IMAGE = { id: 'input_image', type: 'imageUrl', value: 'https://example.com/a.png' }

// FLORA types `code` of each field as text, and publishes no values but that of a changeset's fields.
test.each([
  ['/generate', { ...MUG, prompt: undefined }, 'prompt', 'required'],
  ['/generate', { ...MUG, prompt: 7 }, 'prompt', 'invalid_type'],
  ['/generate', { ...MUG, prompt: '' }, 'prompt', 'too_small'],
  ['/generate', { ...MUG, type: 't2i' }, 'type', 'invalid_enum_value'],
  ['/generate', { ...MUG, workspace_id: 'x' }, 'workspace_id', 'invalid_string'],
  ['/generate', { ...MUG, callback_url: 'x' }, 'callback_url', 'invalid_string'],
  ['/generate', { ...MUG, model: 'nope' }, 'model', 'unknown_model'],
  ['/generate', { ...MUG, project_id: 'prj_empty' }, 'project_id', 'project_of_other_workspace'],
  ['/generations?limit=101', undefined, 'limit', 'too_big'],
  ['/generations?cursor=x', undefined, 'cursor', 'invalid_cursor'],
  [TECHNIQUE, { mode: 'async', inputs: [{ ...IMAGE, id: 'nope' }] }, 'inputs.0.id', 'unknown_input'],
  [TECHNIQUE, { mode: 'async', inputs: [{ ...IMAGE, type: 'text' }] }, 'inputs.0.type', 'invalid_enum_value'],
  [TECHNIQUE, { mode: 'async', inputs: [{ ...IMAGE, value: 'x' }] }, 'inputs.0.value', 'invalid_string'],
  [CHANGESET, { remove: [{ id: 'n99' }] }, 'remove.0.id', 'node_not_found'],
] as const)('a refusal by %s of %j has the code of its field', async (path, json, field, code) => {
  const api = await startApi()
  const { error } = await api.refusal(path, json === undefined ? {} : { method: 'POST', json })
  expect(error.fields?.find((problem) => problem.field === field)).toMatchObject({ code })
})

test('a value outside a closed list is refused with every valid value', async () => {
  const api = await startApi()
  const image = await api.refusal('/models?type=picture')
  expect(image.error.fields?.[0]?.valid_values).toEqual(['image', 'video', 'audio', 'text'])
  const model = await api.refusal('/generate', {
    method: 'POST',
    json: { ...MUG, type: 'audio', model: 'nope' },
  })
  expect(model.error.fields?.[0]?.valid_values).toContain('t2a-elevenlabs-sfx')
  const node = { ref: 'a', type: 'image', model: 't2i-flux-2-klein-4b', params: { aspect_ratio: '1:7' } }
  const param = await api.refusal(CHANGESET, { method: 'POST', json: { add: [node] } })
  expect(param.error.fields?.[0]).toMatchObject({
    field: 'add.0.params.aspect_ratio',
    code: 'invalid_param',
    valid_values: expect.arrayContaining(['square_1_1']),
  })
})

test('a refusal without a closed list has no valid values', async () => {
  const api = await startApi()
  const { error } = await api.refusal('/generate', { method: 'POST', json: { ...MUG, prompt: '' } })
  expect(error.fields?.[0]).not.toHaveProperty('valid_values')
})
