import { renderAudio } from './audio.ts'
import { renderImage } from './image.ts'
import { renderVideo } from './video.ts'

const SIDE_PX = 512
const SECONDS = 2

/** A small file of the same kind as the one that may not be fetched; its bytes follow from the URL. */
export async function standIn(contentType: string, url: string): Promise<Uint8Array> {
  const request = { model: 'stand-in', prompt: url }
  const id = 'stand-in'
  if (contentType === 'application/pdf') return Buffer.from(PDF, 'latin1')
  if (contentType.startsWith('video/')) return renderVideo()
  if (contentType.startsWith('audio/')) {
    return renderAudio({ id, kind: 'audio', format: 'wav', seconds: SECONDS }, request)
  }
  return renderImage({ id, kind: 'image', format: 'png', width: SIDE_PX, height: SIDE_PX }, request)
}

/** One empty page. Readers rebuild the table of objects that it lacks. */
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`
