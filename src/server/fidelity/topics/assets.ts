import type { Topic } from '../behaviour.ts'

export const assets: Topic = {
  title: 'Assets',
  behaviours: [
    {
      subject: '`attachCanvasAsset` POST /projects/{projectId}/assets/{assetId}/attach',
      published: [[['sdk', 'oas'], '201 and answer']],
      ours: ['409 while the asset is not ready, and for PDF files', '404 for an asset of another workspace'],
    },
    {
      subject: '`listAssets` GET /assets',
      published: [[['sdk', 'oas'], 'filters and answer']],
      ours: ['newest first', 'uploads in progress are listed too'],
    },
    {
      subject: '`uploadAsset` POST /assets',
      published: [
        [['sdk', 'oas'], 'three ways, limits, types, answer'],
        [['next'], 'https sources alone'],
      ],
      ours: [
        'bytes are checked against the allowed types and the declared one',
        'URLs answer `ready` at once',
      ],
      differs: [
        '`http` sources are accepted from this machine unless `--strict`',
        'without `--allow-egress` only loopback URLs are fetched, others get a placeholder whose `description` says so',
      ],
    },
    {
      subject: '`getAsset` GET /assets/{assetId}',
      published: [[['sdk', 'oas'], 'answer, 404']],
      ours: ['until the file is there, `content_type` is what was declared'],
    },
    {
      subject: '`completeAssetUpload` POST /assets/{assetId}/complete',
      published: [
        [['sdk', 'oas'], 'answer'],
        [['docs'], '409 out of turn'],
      ],
      ours: ['a file of a wrong type fails the asset here', 'without a file 409 `conflict`'],
    },
    {
      subject: '`retryAssetUpload` POST /assets/{assetId}/retry',
      published: [
        [['sdk', 'docs'], 'for failed or expired uploads'],
        [['third-party'], 'upload URLs live about 15 minutes'],
      ],
      ours: ['409 `conflict` for others'],
      differs: ['upload URLs expire after an hour; after 15 minutes with `--profile measured`'],
    },
    {
      subject: 'upload URLs',
      published: [
        [['sdk'], 'POST of a form or PUT, any 2xx is success'],
        [['oas'], '`upload_url` is a URL'],
        [['next'], '`upload_url` is JSON text of `url` and `fields`'],
        [['docs'], '`formFields` and `fileField` in the guide to assets, as in SDK 0.2'],
        [['third-party'], '`upload_page`, a page for a browser, in the hosted MCP'],
      ],
      ours: [
        '`upload` has its members in both spellings',
        '`upload_page` lasts as long as the upload URL',
        '`/_uploads` of the emulator',
        '204',
        'one file each',
        'needs `form_fields` before the file',
        '`upload_url` is the JSON text, and every SDK prefers `upload`',
      ],
    },
  ],
}
