import { renderAudio } from './audio/render.ts'
import { renderVideo } from './clip/render.ts'
import { renderDocument } from './document.ts'
import type { MediaJob } from './job.ts'
import { renderImage } from './picture/render.ts'

/** Makes a file. The same job gives the same bytes on every machine. */
export async function makeFile(job: MediaJob): Promise<Uint8Array> {
  const { file } = job
  switch (file.kind) {
    case 'image':
      return renderImage(job, file)
    case 'video':
      return renderVideo(job, file)
    case 'audio':
      return renderAudio(job, file)
    case 'document':
      return renderDocument(job)
  }
}
