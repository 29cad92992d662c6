import { type Static, Type } from 'typebox'
import { component, WorkspaceId } from '../common.ts'

const LibraryFolderId = Type.String({
  description: 'Identifies a folder of the library.',
  examples: ['libfolder_abc123'],
})

export const LibraryFolder = component(
  'LibraryFolder',
  'sdk',
  Type.Object(
    {
      folder_id: LibraryFolderId,
      name: Type.String({ examples: ['References'] }),
      workspace_id: WorkspaceId,
    },
    { description: 'A folder of the library, for images and texts that were saved.' },
  ),
)
export type LibraryFolder = Static<typeof LibraryFolder>

export const LibraryFolderRequest = component(
  'LibraryFolderRequest',
  'sdk',
  Type.Object(
    {
      name: Type.Optional(
        Type.String({ minLength: 1, description: '`Untitled folder` and a number when absent.' }),
      ),
    },
    { examples: [{ name: 'References' }] },
  ),
)
export type LibraryFolderRequest = Static<typeof LibraryFolderRequest>

export const DeletedLibraryFolder = component(
  'DeletedLibraryFolder',
  'sdk',
  Type.Object({
    deleted: Type.Literal(true),
    folder_id: LibraryFolderId,
    workspace_id: WorkspaceId,
  }),
)
export type DeletedLibraryFolder = Static<typeof DeletedLibraryFolder>

export const LibraryItem = component(
  'LibraryItem',
  'sdk',
  Type.Object(
    {
      folder_id: LibraryFolderId,
      saved_node_id: Type.String({ description: 'Identifies what was saved.', examples: ['node_abc123'] }),
      workspace_id: WorkspaceId,
      asset_id: Type.Optional(
        Type.String({
          description: 'The asset that holds the image; absent for a text.',
          examples: ['asset_abc123'],
        }),
      ),
      url: Type.Optional(
        Type.Union([Type.String(), Type.Null()], {
          description: 'URL of the stored image. Null for a text.',
        }),
      ),
    },
    { description: 'Something that was saved in the library.' },
  ),
)
export type LibraryItem = Static<typeof LibraryItem>

/** A condition on an object; open, so that it means the same when the object around it is closed. */
const having = (properties: Record<string, object>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: true,
})
const isText = having({ type: { const: 'text' } })

export const LibraryItemRequest = component(
  'LibraryItemRequest',
  'sdk',
  Type.Object(
    {
      type: Type.Optional(
        Type.Enum(['image', 'text'], { type: 'string', description: '`image` when absent.' }),
      ),
      source: Type.Optional(
        Type.String({
          format: 'import-uri',
          description:
            'URL of the image. Required for an image. `http` is accepted for addresses of this machine only.',
        }),
      ),
      text: Type.Optional(Type.String({ minLength: 1, description: 'Needed for a text.' })),
      description: Type.Optional(Type.String({ description: 'A label for the item.' })),
    },
    {
      allOf: [
        { if: isText, else: having({ source: {} }) },
        { if: { not: isText }, else: having({ text: {} }) },
      ],
      examples: [{ type: 'image', source: 'https://example.com/mug.png', description: 'A mug' }],
    },
  ),
)
export type LibraryItemRequest = Static<typeof LibraryItemRequest>
