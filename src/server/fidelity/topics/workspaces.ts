import type { Topic } from '../behaviour.ts'

export const workspaces: Topic = {
  title: 'Workspaces',
  behaviours: [
    {
      subject: '`listWorkspaces` GET /workspaces',
      published: [[['sdk', 'oas'], 'answer']],
      ours: ['a key sees all workspaces of its world'],
    },
    {
      subject: '`listProjects` GET /projects',
      published: [
        [['oas'], 'filters and answer'],
        [['sdk'], 'by recent activity'],
      ],
      ours: [
        'activity is a run or a change of the canvas',
        'at one instant by creation',
        '`query` finds a part of the name in any case',
      ],
    },
    {
      subject: '`createProject` POST /projects',
      published: [[['sdk', 'oas'], 'body, 201 and answer']],
      ours: ['names may repeat'],
    },
    { subject: '`getProject` GET /projects/{projectId}', published: [[['sdk', 'oas'], 'answer, 404']] },
    {
      subject: '`recordFeedback` POST /feedback',
      published: [[['sdk', 'oas'], 'body, 201 and answer']],
      ours: ['404 for a workspace, project or run that is not there', 'kept in the world, sent nowhere'],
    },
    {
      subject: '`createWorkspaceProject` POST /workspaces/{workspaceId}/projects',
      published: [
        [['sdk'], 'body and answer'],
        [['sdk'], 'no status published'],
      ],
      ours: ['201', 'the same as `createProject`'],
    },
    {
      subject: '`createFolderProject` POST /workspaces/{workspaceId}/folders/{folderId}/projects',
      published: [[['sdk'], 'body, answer, 404 for a folder out of reach']],
      ours: ['201', 'folders come from the fixtures alone, and none is private'],
    },
    {
      subject: '`createLibraryFolder` POST /workspaces/{workspaceId}/library/folders',
      published: [
        [['sdk'], 'body and answer'],
        [['sdk'], 'a name is generated when absent'],
      ],
      ours: [
        '201',
        'the generated name is `Untitled folder` and the number of the folder in its world, deleted ones included',
        'names may repeat',
      ],
    },
    {
      subject: '`deleteLibraryFolder` DELETE /workspaces/{workspaceId}/library/folders/{folderId}',
      published: [
        [['sdk'], 'answer'],
        [['sdk'], 'saved nodes are detached'],
      ],
      ours: ['200, and 404 the second time'],
    },
    {
      subject: '`addLibraryFolderItem` POST /workspaces/{workspaceId}/library/folders/{folderId}/items',
      published: [
        [['sdk'], 'body and answer'],
        [['sdk'], 'FLORA downloads the image and stores it'],
      ],
      ours: ['201', 'what the type has no use for is ignored'],
      differs: [
        'as `uploadAsset` with a URL: without `--allow-egress` the image is a placeholder unless this machine has it',
        '`http` sources are accepted from this machine unless `--strict`',
      ],
    },
    {
      subject: 'unknown project',
      published: [
        [['docs'], '404'],
        [['skills'], '500 `unknown_error` on POST /generate'],
      ],
      ours: [
        '500 there with `--profile measured`, else 404',
        '404 for unknown workspaces and on every other path',
      ],
    },
  ],
}
