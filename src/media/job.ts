import { createHash } from 'node:crypto'
import type { OutputFile } from '../services/runs/outputs.ts'
import type { PlannedFile } from '../simulator/runs/outputs.ts'
import { VERSION } from '../config/package-root.ts'

/** A planned file without its name and fault, which do not change its bytes. */
type Described<File> = File extends unknown ? Omit<File, 'id' | 'fault'> : never

/** Everything that decides the bytes of a file, as plain data that can be posted to a worker. */
export interface MediaJob {
  readonly file: Described<PlannedFile>
  /** Seed of composition, colours, motion and melody. */
  readonly seed: string
  readonly title: string
  /** Lines of small print, such as model, run id and size. */
  readonly details: readonly string[]
  /** The action whose output this is, or null for a generation. */
  readonly action: ActionWork | null
}

/** An action and its inputs. */
export interface ActionWork {
  readonly id: string
  readonly params: Readonly<Record<string, unknown>>
  /** Texts and URLs. */
  readonly inputs: readonly string[]
}

export type FileFormat = PlannedFile['format']

/** Characters of a prompt at most; files show fewer. */
const TITLE_MAX = 4_000

/**
 * Describes the file of an output. A `seed` in the params makes it repeatable, as with real models; by default it
 * differs by run.
 */
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

/** Formats size and duration for the small print. */
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

/** Hashes the job and the package's version. Files with equal fingerprints have equal bytes. */
export const fingerprint = (job: MediaJob): string =>
  createHash('sha256')
    .update(`${VERSION}\n${JSON.stringify(job)}`)
    .digest('base64url')
    .slice(0, 27)
