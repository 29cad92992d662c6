import type { FLORA } from '@flora-ai/flora'

/** Chooses a model, polls a generation to its end, uploads a picture, and runs a technique on it. */
export async function run(client: FLORA) {
  const place = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }
  const { models } = await client.models.list({ type: 'image' })
  const model = models[0]?.model_id ?? ''
  const started = await client.generations.create({ ...place, type: 'image', prompt: 'A mug', model })
  const statuses: string[] = []
  let generation = await client.generations.retrieve(started.run_id)
  while (generation.status !== 'completed') {
    statuses.push(generation.status)
    generation = await client.generations.retrieve(started.run_id)
  }

  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
  const params = { workspace_id: 'ws_abc123', file_name: 'mug.png', content_type: 'image/png' }
  const asset = await client.assets.upload(bytes, params)

  const technique = 'art-directors-critique'
  const inputs = [{ id: 'input_image', type: 'imageUrl' as const, value: asset.url ?? '' }]
  const { run_id: id } = await client.techniques.runs.create(technique, { mode: 'async', inputs })
  let result = await client.techniques.runs.retrieve(id, { techniqueId: technique })
  while (result.status !== 'completed') {
    result = await client.techniques.runs.retrieve(id, { techniqueId: technique })
  }
  return {
    models: models.length,
    model: started.model?.model_id,
    statuses,
    output: generation.outputs?.[0]?.url,
    asset: asset.status,
    outputs: result.outputs?.length,
  }
}
