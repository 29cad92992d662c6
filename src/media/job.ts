import { createHash } from 'node:crypto'
import type { OutputFile } from '../services/runs/outputs.ts'
import type { PlannedFile } from '../simulator/runs/outputs.ts'
import { VERSION } from '../config/package-root.ts'

type Described<File> = File extends unknown ? Omit<File, 'id' | 'fault'> : never

/** All that the bytes of a file follow from, as plain data that a worker can be sent. */
export interface MediaJob {
  readonly file: Described<PlannedFile>
  /** Decides composition, colours, movement and melody. */
  readonly seed: string
  readonly title: string
  /** Small print. */
  readonly details: readonly string[]
  /** What is done to the picture or clip, if it is the output of an action. */
  readonly action: ActionWork | null
}

export interface ActionWork {
  readonly id: string
  readonly params: Readonly<Record<string, unknown>>
  /** Texts and URLs. */
  readonly inputs: readonly string[]
}

export type FileFormat = PlannedFile['format']

/** Longer prompts are cut on every kind of file. */
const TITLE_MAX = 4_000

/** The file of a run. A seed among its params makes it repeatable, as with real models; otherwise each run has its own. */
export function outputJob({ output, request, runId, worldSeed }: OutputFile): MediaJob {
  const { id, fault: _fault, ...file } = output
  const { prompt, model, params, action } = request
  return {
    file,
    seed: JSON.stringify([worldSeed, id, model, prompt, params['seed'] ?? runId]),
    title: prompt.slice(0, TITLE_MAX),
    details: [model === '' ? (action?.id ?? '') : model, runId, sizeOf(file)],
    action: action === undefined ? null : { id: action.id, params, inputs: action.inputs ?? [] },
  }
}

function sizeOf(file: MediaJob['file']): string {
  switch (file.kind) {
    case 'image':
      return `${file.width} × ${file.height}`
    case 'video':
      return `${file.width} × ${file.height} · ${file.seconds} s`
    case 'audio':
      return `${file.seconds} s`
    case 'document':
      return ''
  }
}

/** Changes whenever the bytes may: with what is asked for, and with the version that makes them. */
export const fingerprint = (job: MediaJob): string =>
  createHash('sha256')
    .update(`${VERSION}\n${JSON.stringify(job)}`)
    .digest('base64url')
    .slice(0, 27)
