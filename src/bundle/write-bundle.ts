import { writeWhole } from '../config/write-file.ts'
import { VERSION } from '../config/package-root.ts'
import { harEntry, type HarBody, harLog } from '../http/har.ts'
import { StartError, reasonOf } from '../kernel/errors.ts'
import { epochMs } from '../kernel/units.ts'
import { BUNDLE_FORMAT, BUNDLE_VERSION, type BundleManifest, type RequestStep } from '../schemas/bundle.ts'
import { packArchive } from './archive.ts'
import type { Recording } from './recorder.ts'

/** Prompts and outputs concern nobody else. */
const MODE = 0o600
/** Characters of a body in the HAR, as in that of the control API. `requests.json` has it whole. */
const HAR_BODY_MAX = 16_384

/** What a bundle is made of, without secrets. */
export interface BundleParts {
  readonly manifest: Omit<BundleManifest, 'format' | 'version' | 'emulator' | 'cut'>
  readonly recording: Recording
  /** Files about worlds by their names, in JSON. */
  readonly worlds: ReadonlyMap<string, string>
  /** The end of the command's output. */
  readonly output: string
}

/** @throws {StartError} exit code 4, when the file cannot be written; it is then as it was */
export async function writeBundle(
  file: string,
  { manifest, recording, worlds, output }: BundleParts,
): Promise<void> {
  const { states, cut, ...requests } = recording
  const whole: BundleManifest = {
    format: BUNDLE_FORMAT,
    version: BUNDLE_VERSION,
    emulator: VERSION,
    ...manifest,
    cut,
  }
  const files = new Map([
    ['bundle.json', `${JSON.stringify(whole, null, 2)}\n`],
    ['output.txt', output],
    ['requests.json', JSON.stringify(requests)],
    ['requests.har', [...harLog(entriesOf(requests))].join('')],
    ...states,
    ...worlds,
  ])
  try {
    writeWhole(file, [await packArchive(files, new Date(manifest.written_at))], { mode: MODE })
  } catch (error) {
    throw new StartError(4, `--bundle ${file}: ${reasonOf(error)}`, { cause: error })
  }
}

function* entriesOf({ steps, texts }: Pick<Recording, 'steps' | 'texts'>): Generator<string> {
  for (const step of steps) if (step.type === 'request') yield JSON.stringify(entryOf(step, texts))
}

function entryOf(step: RequestStep, texts: readonly string[]) {
  const { answer } = step
  const requestType = headerOf(step.headers, 'content-type')
  return harEntry({
    startedAt: epochMs(step.at ?? 0),
    durationMs: step.duration_ms,
    method: step.method,
    url: `${step.scheme}://${step.host === '' ? '127.0.0.1' : step.host}${step.path}`,
    headers: [
      ...(step.key === null ? [] : [{ name: 'authorization', value: 'Bearer [redacted]' }]),
      ...step.headers.map(named),
    ],
    body: step.body === null ? null : harBody(step.body, requestType, texts),
    answer:
      answer === null
        ? null
        : {
            status: answer.status,
            headers: answer.headers.map(named),
            body:
              answer.body === null
                ? null
                : harBody(answer.body, headerOf(answer.headers, 'content-type'), texts),
          },
    problem: answer === null ? 'the connection was cut' : '',
  })
}

const named = ([name, value]: readonly [string, string]) => ({ name, value })

const headerOf = (headers: RequestStep['headers'], name: string): string =>
  headers.find(([known]) => known === name)?.[1] ?? 'application/octet-stream'

/** Files are left out: `requests.json` has those that were sent. */
function harBody(
  body: NonNullable<RequestStep['body']> | NonNullable<NonNullable<RequestStep['answer']>['body']>,
  mimeType: string,
  texts: readonly string[],
): HarBody {
  if (!('text' in body)) {
    const size = 'bytes' in body ? body.bytes : Buffer.byteLength(body.base64, 'base64')
    return { mimeType, size, text: '', comment: `${size} bytes, which are not kept` }
  }
  const text = texts[body.text] ?? ''
  const size = Buffer.byteLength(text)
  return text.length <= HAR_BODY_MAX
    ? { mimeType, size, text }
    : { mimeType, size, text: text.slice(0, HAR_BODY_MAX), comment: `cut: ${size} bytes` }
}
