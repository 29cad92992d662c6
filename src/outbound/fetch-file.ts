import type { Fetched, FetchFile } from '../services/assets/asset-media.ts'
import { type Egress, EgressError, statusProblem, tooLarge } from './egress.ts'

/**
 * Creates a function that downloads files through `Egress`. It reads files of the emulator itself without a connection.
 *
 * @param ownFile returns the file at a path of the emulator, or null
 */
export function fetchFile(egress: Egress, ownFile: (path: string) => Promise<Uint8Array | null>): FetchFile {
  return async (text, bytesMax): Promise<Fetched> => {
    const url = URL.canParse(text) ? new URL(text) : null
    if (url?.pathname.startsWith('/media/') === true && egress.isOwnUrl(url)) {
      return fetched(await ownFile(url.pathname), bytesMax)
    }
    try {
      const { status, bytes } = await egress.send(text, { method: 'GET', bytesMax })
      const problem = statusProblem(status)
      return problem === null ? { outcome: 'fetched', bytes } : refused(problem)
    } catch (error) {
      if (!(error instanceof EgressError)) throw error
      return error.isOutside ? { outcome: 'outside' } : refused(error.message)
    }
  }
}

/** Returns a file of the emulator as if it had been downloaded. */
function fetched(bytes: Uint8Array | null, bytesMax: number): Fetched {
  if (bytes === null) return refused('it answered 404')
  if (bytes.length > bytesMax) return refused(tooLarge(bytesMax))
  return { outcome: 'fetched', bytes: Buffer.from(bytes) }
}

const refused = (reason: string): Fetched => ({ outcome: 'refused', reason })
