/** The page has no script, and sends its form to its own address. */
export const UPLOAD_PAGE_HEADERS = {
  'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const

/**
 * Renders the page on which a person uploads the file of a reserved asset. The answer to the form is 204, so the browser
 * stays on the page.
 *
 * @param key value of the form field that precedes the file; an id, which needs no escape
 */
export const uploadPage = (key: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Upload a file</title>
<h1>Upload a file</h1>
<form method="post" enctype="multipart/form-data">
<input type="hidden" name="key" value="${key}">
<p><label>File, at most 50 MB: <input type="file" name="file" required></label></p>
<p><button>Upload</button></p>
</form>
<p>This page stays open after the upload. Then complete the asset: <code>POST /assets/{assetId}/complete</code>.</p>
</html>
`
