import { Type } from 'typebox'
import { ref, WorkspaceId } from '../../schemas/common.ts'
import {
  DeletedLibraryFolder,
  LibraryFolder,
  LibraryFolderRequest,
  LibraryItem,
  LibraryItemRequest,
} from '../../schemas/workspaces/library.ts'
import { published } from '../../schemas/provenance.ts'
import { answers } from '../answers.ts'
import { fileUrl } from '../assets/render-asset.ts'
import { type Api, callerOf, type Services, urlBaseOf } from '../context.ts'

const tags = ['Library']
const inWorkspace = { workspaceId: WorkspaceId }
const inFolder = {
  ...inWorkspace,
  folderId: Type.String({
    description: 'Identifies a folder of the library.',
    examples: ['libfolder_abc123'],
  }),
}

const createLibraryFolder = {
  tags,
  ...published('sdk', 'ours'),
  operationId: 'createLibraryFolder',
  summary: 'Create a library folder',
  description: 'The body is optional. Without a name, the folder gets a numbered one.',
  params: Type.Object(inWorkspace),
  body: ref(LibraryFolderRequest),
  response: answers(201, LibraryFolder),
}

const deleteLibraryFolder = {
  tags,
  ...published('sdk', 'ours'),
  operationId: 'deleteLibraryFolder',
  summary: 'Delete a library folder',
  description: 'The items of the folder stay in the library, in no folder.',
  params: Type.Object(inFolder),
  response: answers(200, DeletedLibraryFolder),
}

const addLibraryFolderItem = {
  tags,
  ...published('sdk', 'ours'),
  operationId: 'addLibraryFolderItem',
  summary: 'Save an image or a text',
  description:
    'Adds an item to a folder of the library. An image is downloaded and stored as an asset; without `--allow-egress`, one outside this machine is replaced by a placeholder.',
  params: Type.Object(inFolder),
  body: ref(LibraryItemRequest),
  response: answers(201, LibraryItem),
}

export function libraryRoutes(api: Api, { library }: Services): void {
  api.post(
    '/workspaces/:workspaceId/library/folders',
    { schema: createLibraryFolder },
    async (request, reply): Promise<LibraryFolder> => {
      const caller = callerOf(request)
      const { params, body, claim } = request
      const folder = await library.createFolder(caller, { ...params, name: body.name ?? null, claim })
      reply.code(201)
      return { folder_id: folder.id, name: folder.name, workspace_id: folder.workspaceId }
    },
  )

  api.post(
    '/workspaces/:workspaceId/library/folders/:folderId/items',
    { schema: addLibraryFolderItem },
    async (request, reply): Promise<LibraryItem> => {
      const caller = callerOf(request)
      const { params, body, claim } = request
      const { type = 'image', source = '', text = '', description = null } = body
      const content = type === 'image' ? source : text
      const { item, asset } = await library.addItem(caller, { ...params, type, content, description, claim })
      // A new asset has a description only when it is a placeholder.
      request.note = asset?.description ?? null
      reply.code(201)
      return {
        folder_id: params.folderId,
        saved_node_id: item.id,
        workspace_id: params.workspaceId,
        ...(asset === null ? { url: null } : { asset_id: asset.id, url: fileUrl(asset, urlBaseOf(request)) }),
      }
    },
  )

  api.delete(
    '/workspaces/:workspaceId/library/folders/:folderId',
    { schema: deleteLibraryFolder },
    async (request): Promise<DeletedLibraryFolder> => {
      const caller = callerOf(request)
      const { params } = request
      await library.deleteFolder(caller, params)
      return { deleted: true, folder_id: params.folderId, workspace_id: params.workspaceId }
    },
  )
}
