import type { MediaJob } from './job.ts'

const SIDE_PX = 512
const SECONDS = 2

/** A small file of the same kind as the one that may not be fetched; its bytes follow from the URL. */
export function placeholderJob(contentType: string, url: string): MediaJob {
  return { file: fileOf(contentType), seed: url, title: url, details: ['stand-in'], action: null }
}

function fileOf(contentType: string): MediaJob['file'] {
  if (contentType === 'application/pdf') return { kind: 'document', format: 'pdf' }
  if (contentType.startsWith('video/')) {
    return { kind: 'video', format: 'mp4', seconds: SECONDS, width: 640, height: 360 }
  }
  if (contentType === 'audio/mpeg') return { kind: 'audio', format: 'mp3', seconds: SECONDS }
  if (contentType.startsWith('audio/')) return { kind: 'audio', format: 'wav', seconds: SECONDS }
  const format = contentType === 'image/jpeg' ? 'jpg' : contentType === 'image/webp' ? 'webp' : 'png'
  return { kind: 'image', format, width: SIDE_PX, height: SIDE_PX }
}
