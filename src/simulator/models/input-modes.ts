/** Number of inputs of each medium. Texts are prompts, which every model takes. */
export interface InputMedia {
  readonly image: number
  readonly video: number
  readonly audio: number
}

const isTextOnly = ({ image, video, audio }: InputMedia): boolean => image + video + audio === 0
const hasImages = ({ image, video }: InputMedia): boolean => image > 0 && video === 0

/** Inputs of each capability of `GET /models`. Models of texts take a prompt without pictures too. */
const MODES: ReadonlyMap<string, (media: InputMedia) => boolean> = new Map([
  ['text-to-image', isTextOnly],
  ['text-to-video', isTextOnly],
  ['text-to-audio', isTextOnly],
  ['text-to-text', isTextOnly],
  ['image-to-text', ({ video, audio }: InputMedia) => video + audio === 0],
  ['image-to-image', hasImages],
  ['images-to-image', hasImages],
  ['image-to-video', hasImages],
  ['first-frame-to-video', hasImages],
  ['frames-to-video', ({ image }: InputMedia) => image > 0],
  ['mixed-to-video', ({ image, video }: InputMedia) => image > 0 && video > 0],
  ['video-to-video', ({ video }: InputMedia) => video > 0],
  ['video-to-text', ({ video }: InputMedia) => video > 0],
])

/** True if a model with these capabilities takes the inputs. A capability without a known mode takes any. */
export function fitsCapabilities(capabilities: readonly string[], media: InputMedia): boolean {
  return capabilities.length === 0 || capabilities.some((name) => MODES.get(name)?.(media) ?? true)
}

interface MediaParam {
  readonly media?: keyof InputMedia
  readonly required?: boolean
  readonly max_count?: number
}

/** True if the media parameters of a gateway model take the inputs. */
export function fitsParams(params: readonly MediaParam[], media: InputMedia): boolean {
  return (['image', 'video', 'audio'] as const).every((medium) => {
    const slots = params.filter((param) => param.media === medium)
    const most = slots.reduce((sum, { max_count: count = 1 }) => sum + count, 0)
    const least = slots.filter(({ required }) => required === true).length
    return media[medium] >= least && media[medium] <= most
  })
}

/** Counts the inputs that parameters give by URL, such as `image_url` and `video_urls`. */
export function countUrls(params: Readonly<Record<string, unknown>>): InputMedia {
  const counts = { image: 0, video: 0, audio: 0 }
  for (const [name, value] of Object.entries(params)) {
    const medium = /(?:^|_)(image|video|audio)_urls?$/.exec(name)?.[1]
    if (medium !== 'image' && medium !== 'video' && medium !== 'audio') continue
    counts[medium] += [value].flat().filter((url) => typeof url === 'string' && url !== '').length
  }
  return counts
}
