import type { MediaJob } from './job.ts'

/** Width and height of a placeholder image, in px. */
const SIDE_PX = 512
/** Duration of a placeholder clip or tune, in s. */
const SECONDS = 2

/**
 * Describes a small placeholder for a file that may not be fetched. Its bytes follow from the URL.
 *
 * @param contentType media type of the file. A type without a generator gets a PNG or, for audio, a WAV.
 */
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
