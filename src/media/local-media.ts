import { ApiError } from '../kernel/errors.ts'
import type { Assets } from '../services/assets/assets.ts'
import type { Outputs } from '../services/runs/outputs.ts'
import type { Media } from './media.ts'

/** Reads a file by its path below `/media`. Returns null if there is none. */
export type OwnFile = (path: string) => Promise<Uint8Array | null>

const MEDIA_PATH = /^\/media\/([^/]+)\/(?:(code-sandbox|node-outputs\/\d+\/\d+\/\d+)\/)?([^/]+)\/([^/]+)$/

/** Reads outputs and assets of this emulator without a request, for URLs that are inputs of a run. */
export function ownFiles(outputs: Outputs, assets: Assets, media: Media): OwnFile {
  return async (path) => {
    const [, worldName = '', folder = null, owner = '', fileName = ''] = MEDIA_PATH.exec(path) ?? []
    try {
      if (owner === 'assets') return (await assets.file(worldName, fileName.split('.', 1)[0] ?? '')).bytes
      const output = await outputs.find({ worldName, folder, runId: owner, fileName })
      return output.output.fault === undefined ? await media.file(output).bytes() : null
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not_found') return null
      throw error
    }
  }
}
