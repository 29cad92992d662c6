import { type Static, Type } from 'typebox'
import { AssetId, component, Meta, nullable, PageQuery, ProjectId, ref, WorkspaceId } from '../common.ts'

/** The source of an asset whose file is uploaded later. */
export const SIGNED_URL = 'signed-url'

const AssetStatus = Type.Enum(['pending_upload', 'ready', 'failed'], {
  type: 'string',
  description: 'State of the asset. Only a `ready` asset has a file.',
})
const Visibility = Type.Enum(['workspace'], { type: 'string' })
const ContentType = Type.String({ description: 'Media type of the file.', examples: ['image/png'] })
const Pixels = (what: string) =>
  nullable(Type.Integer({ minimum: 1 }), `${what} in pixels, of images whose header tells.`)

const Details = {
  workspace_id: WorkspaceId,
  project_id: Type.Optional(ProjectId),
  folder: Type.Optional(Type.String({ maxLength: 1000, description: 'Folder of the asset.' })),
  content_type: Type.Optional(
    Type.String({ description: 'Media type of the file.', examples: ['image/png'] }),
  ),
  file_name: Type.Optional(Type.String({ maxLength: 1000, examples: ['mug.png'] })),
}

export const AssetRequest = component(
  'AssetRequest',
  'sdk',
  Type.Object(
    {
      source: Type.String({
        format: 'asset-source',
        description:
          '`signed-url` to upload the file afterwards, or the https URL of a file of at most 50 MB. Files on this machine may be http.',
      }),
      ...Details,
    },
    { examples: [{ source: 'signed-url', workspace_id: 'ws_abc123', file_name: 'mug.png' }] },
  ),
)
export type AssetRequest = Static<typeof AssetRequest>

export const AssetForm = component(
  'AssetForm',
  'sdk',
  Type.Object({
    // The value of the multipart parser, written out because the package's types must be able to name it.
    file: Type.Unsafe<{ readonly type: string; readonly name: string; readonly bytes: Uint8Array }>({
      contentMediaType: 'application/octet-stream',
      description: 'The file itself, of at most 4 MB.',
    }),
    ...Details,
  }),
)
export type AssetForm = Static<typeof AssetForm>

const CAMEL_CASE = 'Repeats the member in the spelling of SDK 0.2.'

const InCamelCase = {
  contentType: Type.Optional(Type.String({ description: CAMEL_CASE })),
  fileField: Type.Optional(Type.String({ description: CAMEL_CASE })),
  formFields: Type.Optional(Type.Record(Type.String(), Type.String(), { description: CAMEL_CASE })),
}

const Upload = {
  expires_at: Type.Optional(
    Type.String({ format: 'date-time', description: 'When the upload URL expires.' }),
  ),
  upload: Type.Optional(
    Type.Object(
      {
        url: Type.String({ format: 'uri' }),
        method: Type.Enum(['POST'], { type: 'string' }),
        content_type: Type.Enum(['multipart/form-data'], { type: 'string' }),
        file_field: Type.Enum(['file'], { type: 'string' }),
        form_fields: Type.Record(Type.String(), Type.String()),
        ...InCamelCase,
      },
      { description: 'Target of the upload: a form with `form_fields` first and the file last.' },
    ),
  ),
  upload_page: Type.Optional(
    Type.String({ format: 'uri', description: 'Where a person uploads the file in a browser.' }),
  ),
  upload_url: Type.Optional(
    Type.String({
      contentMediaType: 'application/json',
      description: 'The same place as JSON text `{url, fields}`, for clients that do not read `upload`.',
    }),
  ),
}

/** The spellings of SDK 0.2 are those of FLORA's guide to assets. */
const uploadSources = {
  upload_page: 'third-party',
  'upload.contentType': 'docs',
  'upload.fileField': 'docs',
  'upload.formFields': 'docs',
} as const

export const AssetCreated = component(
  'AssetCreated',
  { '*': 'sdk', ...uploadSources },
  Type.Object(
    {
      asset_id: AssetId,
      status: AssetStatus,
      uploaded_via: Type.Enum(['url', 'signed_url', 'direct'], { type: 'string' }),
      url: Type.String({ format: 'uri', description: 'URL of the file, once the asset is ready.' }),
      visibility: Visibility,
      workspace_id: WorkspaceId,
      ...Upload,
    },
    { description: 'An asset that was accepted.' },
  ),
)
export type AssetCreated = Static<typeof AssetCreated>

const Url = nullable(Type.String({ format: 'uri' }), 'URL of the file. Null unless the asset is ready.')
const FailureMessage = nullable(Type.String(), 'Why it failed.')

export const AssetState = component(
  'AssetState',
  { '*': 'sdk', ...uploadSources },
  Type.Object(
    {
      asset_id: AssetId,
      status: AssetStatus,
      url: Url,
      visibility: Visibility,
      workspace_id: nullable(WorkspaceId, 'The workspace it belongs to.'),
      failure_message: Type.Optional(FailureMessage),
      ...Upload,
    },
    { description: 'Result of an upload.' },
  ),
)
export type AssetState = Static<typeof AssetState>

const Members = {
  asset_id: AssetId,
  status: AssetStatus,
  name: nullable(Type.String(), 'Name of the file.'),
  description: nullable(Type.String(), 'Description of the content.'),
  content_type: ContentType,
  upload_content_type: nullable(Type.String(), 'Media type that the upload declared.'),
  uploaded_via: Type.String({ description: '`url`, `signed_url` or `direct`.' }),
  url: Url,
  size_bytes: nullable(Type.Integer({ minimum: 0 }), 'Length of the file.'),
  width: Pixels('Width'),
  height: Pixels('Height'),
  workspace_id: nullable(WorkspaceId, 'The workspace it belongs to.'),
}

export const Asset = component(
  'Asset',
  'sdk',
  Type.Object(
    {
      ...Members,
      created_at: nullable(Type.String({ format: 'date-time' }), 'Time of creation.'),
      failure_message: FailureMessage,
    },
    { description: 'An uploaded file.' },
  ),
)
export type Asset = Static<typeof Asset>

export const AssetListItem = component(
  'AssetListItem',
  'sdk',
  Type.Object(
    {
      ...Members,
      created_at: nullable(Type.Integer(), 'Time of creation. Unix time in milliseconds, unlike elsewhere.'),
      node_id: Type.Optional(nullable(Type.String(), 'The node that shows it.')),
      project_id: Type.Optional(nullable(ProjectId, 'The project it was uploaded for.')),
    },
    { description: 'An uploaded file, as lists show it.' },
  ),
)
export type AssetListItem = Static<typeof AssetListItem>

export const AssetPage = component(
  'AssetPage',
  'sdk',
  Type.Object({ assets: Type.Array(ref(AssetListItem)), meta: ref(Meta) }),
)
export type AssetPage = Static<typeof AssetPage>

export const AssetQuery = Type.Object({
  ...PageQuery,
  workspace_id: Type.Optional(WorkspaceId),
  project_id: Type.Optional(ProjectId),
  query: Type.Optional(Type.String({ description: 'A part of the name, in any case.' })),
})
