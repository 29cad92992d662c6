import { expect, onTestFinished, test } from 'vitest'
import { startApi, type TestApi } from '../support/api.ts'
import { runningBrowser, useBrowser } from '../support/browser/launch.ts'
import { outputUrl } from '../support/media.ts'

useBrowser()

/**
 * Calls a function in a page of another origin on this machine, as a web application in development has.
 *
 * @param program source of a function of the URL. It is text because it runs in the browser.
 */
async function inPage<Seen>({ emulator }: TestApi, program: string, url: string): Promise<Seen> {
  const page = await runningBrowser().newPage()
  onTestFinished(() => page.close())
  await page.goto(`${emulator.url.replace('127.0.0.1', 'localhost')}/_emulator/health`)
  return page.evaluate<Seen>(`(${program})(${JSON.stringify(url)})`)
}

const PLAY = `async (url) => {
  const video = Object.assign(document.createElement('video'), { src: url, muted: true })
  const next = (event) =>
    new Promise((resolve, reject) => {
      video.addEventListener(event, resolve, { once: true })
      video.addEventListener('error', () => reject(new Error(video.error.message)), { once: true })
    })
  await next('loadedmetadata')
  const { duration, videoWidth, videoHeight } = video
  await video.play()
  while (video.currentTime < 0.2) await next('timeupdate')
  const played = video.currentTime
  video.pause()
  const seeked = next('seeked')
  video.currentTime = duration * 0.75
  await seeked
  return { duration, videoWidth, videoHeight, played, at: video.currentTime }
}`

interface Played {
  readonly duration: number
  readonly videoWidth: number
  readonly videoHeight: number
  readonly played: number
  readonly at: number
}

test.each([
  [{ duration: 2, resolution: '360p' }, 2, 640, 360],
  [{ duration: 5 }, 5, 1280, 720],
  [{ duration: '1.3', aspect_ratio: '9:16', resolution: '360p' }, 1.3, 360, 640],
  [{ duration: 1, width: 301, height: 203 }, 1, 302, 204],
])('a video with %j plays for %d s at %i × %i and seeks', async (params, seconds, width, height) => {
  const api = await startApi()
  const url = await outputUrl(api, { type: 'video', params })
  const seen = await inPage<Played>(api, PLAY, url)
  expect(seen).toMatchObject({ duration: seconds, videoWidth: width, videoHeight: height })
  expect(seen.played).toBeGreaterThan(0)
  expect(seen.at).toBeCloseTo(seconds * 0.75, 1)
})

const LOOK = `async (url) => {
  const video = Object.assign(document.createElement('video'), { crossOrigin: 'anonymous', src: url })
  const next = (event) => new Promise((resolve) => video.addEventListener(event, resolve, { once: true }))
  const first = new Promise((resolve) => video.requestVideoFrameCallback(resolve))
  await next('loadeddata')
  await first
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 })
  const pictures = []
  for (const seconds of [0.1, 0.9, 1.5, 2.9, 1.5]) {
    // After the event seeked, a paused video may still show the previous frame.
    const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve))
    video.currentTime = seconds
    await shown
    canvas.getContext('2d').drawImage(video, 0, 0)
    pictures.push(canvas.toDataURL())
  }
  return pictures
}`

test('frames of a video differ, and seeking back shows the same frame', async () => {
  const api = await startApi()
  const url = await outputUrl(api, { type: 'video', params: { duration: 3, resolution: '360p' } })
  const frames = await inPage<string[]>(api, LOOK, url)
  expect(new Set(frames).size).toBe(4)
  expect(frames[4]).toBe(frames[2])
})

const DECODE = `async (url) => {
  const image = Object.assign(new Image(), { src: url })
  await image.decode()
  return [image.naturalWidth, image.naturalHeight]
}`

test.each(['png', 'jpeg', 'webp'])('an image in %s decodes', async (format) => {
  const api = await startApi()
  const url = await outputUrl(api, { params: { width: 320, height: 240, output_format: format } })
  expect(await inPage(api, DECODE, url)).toEqual([320, 240])
})

const LISTEN = `async (url) => {
  const bytes = await (await fetch(url)).arrayBuffer()
  const { duration, numberOfChannels } = await new OfflineAudioContext(1, 1, 44100).decodeAudioData(bytes)
  return { duration, numberOfChannels }
}`

test.each(['wav', 'mp3'])('audio in %s has the requested duration', async (format) => {
  const api = await startApi()
  const url = await outputUrl(api, { type: 'audio', params: { duration: 3, format } })
  const heard = await inPage<{ duration: number; numberOfChannels: number }>(api, LISTEN, url)
  expect(heard.numberOfChannels).toBe(1)
  expect(heard.duration).toBeGreaterThanOrEqual(2.99)
  expect(heard.duration).toBeLessThan(3.1)
})
