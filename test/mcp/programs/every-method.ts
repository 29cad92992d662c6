import type { FLORA } from '@flora-ai/flora'

/** Calls every method of the SDK that the server knows. Returns the errors, by method. */
export async function run(client: FLORA) {
  const project = 'prj_abc123'
  const home = { workspace_id: 'ws_abc123' }
  const place = { ...home, project_id: project }
  const inWorkspace = { workspaceId: 'ws_abc123' }
  const inProject = { projectId: project }
  const mug = { ...place, type: 'image' as const, prompt: 'A mug' }
  const technique = 'tech_abcd1234'
  const inputs = [{ id: 'foo', type: 'text' as const, value: 'A mug' }]
  const { canvas } = client.workspaces.projects
  const { folders } = client.workspaces.library

  /** An asset that was sent these bytes. */
  const reserved = async (text: string) => {
    const { asset_id: id, upload } = await client.assets.create({ ...home, source: 'signed-url' })
    const body = new FormData()
    body.append('key', upload?.form_fields['key'] ?? '')
    body.append('file', new Blob([text]))
    await fetch(upload?.url ?? '', { method: 'POST', body })
    return id
  }

  const calls: Record<string, () => PromiseLike<unknown>> = {
    'techniques.retrieve': () => client.techniques.retrieve(technique),
    'techniques.list': () => client.techniques.list(),
    'techniques.runs.create': () => client.techniques.runs.create(technique, { inputs, mode: 'async' }),
    'techniques.runs.retrieve': async () => {
      const { run_id: id } = await client.techniques.runs.create(technique, { inputs, mode: 'async' })
      return client.techniques.runs.retrieve(id, { techniqueId: technique })
    },
    'techniques.runs.list': () => client.techniques.runs.list(),
    'assets.create': () => client.assets.create({ ...home, source: 'https://example.com/mug.png' }),
    'assets.retrieve': () => client.assets.retrieve('asset_abc123'),
    'assets.list': () => client.assets.list(),
    'assets.complete': async () => client.assets.complete(await reserved('no picture')),
    'assets.retry': async () => {
      const id = await reserved('no picture')
      await client.assets.complete(id)
      return client.assets.retry(id)
    },
    'workspaces.list': () => client.workspaces.list(),
    'workspaces.projects.create': () => client.workspaces.projects.create('ws_abc123', { name: 'Autumn' }),
    'workspaces.projects.graph': () => client.workspaces.projects.graph(project, inWorkspace),
    'workspaces.projects.runNodes': () =>
      client.workspaces.projects.runNodes(project, { ...inWorkspace, node_ids: ['n3'] }),
    'workspaces.projects.canvas.retrieveDefinition': () => canvas.retrieveDefinition(project, inWorkspace),
    'workspaces.projects.canvas.replaceDefinition': async () => {
      const { definition } = await canvas.retrieveDefinition(project, inWorkspace)
      return canvas.replaceDefinition(project, { ...inWorkspace, definition })
    },
    'workspaces.projects.canvas.applyChangeset': () => canvas.applyChangeset(project, inWorkspace),
    'workspaces.folders.createProject': () =>
      client.workspaces.folders.createProject('fld_abc123', { ...inWorkspace, name: 'Autumn' }),
    'workspaces.library.folders.create': () => folders.create('ws_abc123'),
    'workspaces.library.folders.addItem': () =>
      folders.addItem('libfolder_abc123', { ...inWorkspace, type: 'text', text: 'Warm light' }),
    'workspaces.library.folders.delete': () => folders.delete('libfolder_abc123', inWorkspace),
    'projects.list': () => client.projects.list(home),
    'projects.create': () => client.projects.create({ ...home, name: 'Autumn' }),
    'projects.retrieve': () => client.projects.retrieve(project),
    'projects.listNodes': () => client.projects.listNodes(project),
    'projects.assets.attachAsset': () => client.projects.assets.attachAsset('asset_abc123', inProject),
    'projects.canvas.retrieve': () => client.projects.canvas.retrieve(project),
    'projects.canvas.update': () =>
      client.projects.canvas.update(project, { diagram: 'graph LR\n  a["A mug (Image)"]' }),
    'projects.actions.create': () =>
      client.projects.actions.create(project, { action_id: 'rotate-image-browser' }),
    'projects.actions.run': () => client.projects.actions.run('nodeId', inProject),
    'actions.list': () => client.actions.list(),
    'actions.retrieve': () => client.actions.retrieve('rotate-image-browser'),
    'actions.run': () =>
      client.actions.run({ ...place, action_id: 'rotate-image-browser', inputs: [{ type: 'image' }] }),
    'models.list': () => client.models.list(),
    'runs.startGeneration': () => client.runs.startGeneration(mug),
    'runs.startTechnique': () =>
      client.runs.startTechnique({ ...home, technique_id: technique, inputs: { foo: 'A mug' } }),
    'generations.create': () => client.generations.create(mug),
    'generations.retrieve': () => client.generations.retrieve('run_abc123'),
    'generations.list': () => client.generations.list(),
    'feedback.record': () =>
      client.feedback.record({ kind: 'bug', summary: 'Blurry', detail: 'Everything is blurry.' }),
  }
  const results: Record<string, string | null> = {}
  for (const [name, call] of Object.entries(calls)) {
    results[name] = await Promise.resolve(call()).then(
      () => null,
      (error: unknown) => String(error),
    )
  }
  return results
}
