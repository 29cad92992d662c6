import type FLORA from '@flora-ai/flora'
import type { FolderCreateProjectParams } from '@flora-ai/flora/resources/workspaces/folders'
import type {
  FolderAddItemParams,
  FolderCreateParams,
  FolderDeleteParams,
} from '@flora-ai/flora/resources/workspaces/library/folders'
import type { ProjectCreateParams } from '@flora-ai/flora/resources/workspaces/projects/projects'
import { all, least, type MethodTable } from '../../support/sdk/methods.ts'

const IN_WORKSPACE = { workspaceId: 'ws_abc123' }
const PROJECT = { name: 'Autumn' }
const BUG = { kind: 'bug', summary: 'Blurry', detail: 'Everything is blurry.' } as const
const SAVED = {
  ...IN_WORKSPACE,
  source: 'https://example.com/mug.png',
  text: 'Warm light',
  description: 'A mug',
}

/** Workspaces, projects, folders, the library and feedback. */
export const workspaceMethods: MethodTable = {
  'workspaces.list': {
    least: (client) => client.workspaces.list(),
    all: (client) => client.workspaces.list(),
  },
  'projects.create': {
    least: (client) =>
      client.projects.create(least<FLORA.ProjectCreateParams>({ ...PROJECT, workspace_id: 'ws_abc123' })),
    all: (client) =>
      client.projects.create(all<FLORA.ProjectCreateParams>({ ...PROJECT, workspace_id: 'ws_abc123' })),
  },
  'projects.retrieve': {
    least: (client) => client.projects.retrieve('prj_abc123'),
    all: (client) => client.projects.retrieve('prj_abc123'),
  },
  'projects.list': {
    least: (client) => client.projects.list(least<FLORA.ProjectListParams>({ workspace_id: 'ws_abc123' })),
    all: async (client) => {
      await client.projects.create({ name: 'Spring Fair', workspace_id: 'ws_abc123' })
      const filter = { workspace_id: 'ws_abc123', query: 'spring', limit: 1 }
      const { meta } = await client.projects.list(filter)
      const cursor = meta.next_cursor ?? 'none'
      return client.projects.list(all<FLORA.ProjectListParams>({ ...filter, cursor }))
    },
  },
  'workspaces.projects.create': {
    least: (client) => client.workspaces.projects.create('ws_abc123', least<ProjectCreateParams>(PROJECT)),
    all: (client) => client.workspaces.projects.create('ws_abc123', all<ProjectCreateParams>(PROJECT)),
  },
  'workspaces.folders.createProject': {
    least: (client) =>
      client.workspaces.folders.createProject(
        'fld_abc123',
        least<FolderCreateProjectParams>({ ...IN_WORKSPACE, ...PROJECT }),
      ),
    all: (client) =>
      client.workspaces.folders.createProject(
        'fld_abc123',
        all<FolderCreateProjectParams>({ ...IN_WORKSPACE, ...PROJECT }),
      ),
  },
  'workspaces.library.folders.create': {
    // The SDK sends `{}` without a body, and `null` for null.
    least: async (client) => {
      await client.workspaces.library.folders.create('ws_abc123')
      return client.workspaces.library.folders.create('ws_abc123', null)
    },
    all: (client) =>
      client.workspaces.library.folders.create('ws_abc123', all<FolderCreateParams>({ name: 'Mugs' })),
  },
  'workspaces.library.folders.delete': {
    least: (client) =>
      client.workspaces.library.folders.delete('libfolder_abc123', least<FolderDeleteParams>(IN_WORKSPACE)),
    all: async (client) => {
      const folder = await client.workspaces.library.folders.create('ws_abc123')
      return client.workspaces.library.folders.delete(
        folder.folder_id,
        all<FolderDeleteParams>({ workspaceId: folder.workspace_id }),
      )
    },
  },
  'workspaces.library.folders.addItem': {
    // The types require nothing; their comments require a source, except for a text.
    least: (client) =>
      client.workspaces.library.folders.addItem('libfolder_abc123', {
        ...least<FolderAddItemParams>(IN_WORKSPACE),
        source: SAVED.source,
      }),
    all: async (client) => {
      const { folders } = client.workspaces.library
      await folders.addItem('libfolder_abc123', all<FolderAddItemParams>({ ...SAVED, type: 'image' }))
      return folders.addItem('libfolder_abc123', all<FolderAddItemParams>({ ...SAVED, type: 'text' }))
    },
  },
  'feedback.record': {
    least: (client) => client.feedback.record(least<FLORA.FeedbackRecordParams>(BUG)),
    all: (client) =>
      client.feedback.record(
        all<FLORA.FeedbackRecordParams>({
          ...BUG,
          attempted_tools: ['generations.create'],
          workspace_id: 'ws_abc123',
          project_id: 'prj_abc123',
          run_id: 'run_abc123',
        }),
      ),
  },
}
