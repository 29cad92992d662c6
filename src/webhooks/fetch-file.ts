import type { Fetched, FetchFile } from '../services/asset-media.ts'
import { type Egress, EgressError } from './egress.ts'

/** Reads files through the one way out. */
export function fetchFile(egress: Egress): FetchFile {
  return async (url, bytesMax): Promise<Fetched> => {
    try {
      const { status, bytes } = await egress.send(url, { method: 'GET', bytesMax })
      if (status >= 300 && status < 400) return refused('it redirects, and redirects are not followed')
      return status >= 200 && status < 300 ? { outcome: 'fetched', bytes } : refused(`it answered ${status}`)
    } catch (error) {
      if (!(error instanceof EgressError)) throw error
      return error.isOutside ? { outcome: 'outside' } : refused(error.message)
    }
  }
}

const refused = (reason: string): Fetched => ({ outcome: 'refused', reason })
