import type { FLORA } from '@flora-ai/flora'

export async function run(client: FLORA) {
  return client.generations.create({
    type: 'image',
    prompt: '',
    workspace_id: 'ws_abc123',
    project_id: 'prj_abc123',
  })
}
