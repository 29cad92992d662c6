import type { AssetContent } from '../../store/assets/asset-records.ts'

/** Facts about a file's bytes. */
export interface Inspection {
  readonly content: AssetContent
  /** Reason for which the file cannot be an asset. Null for a valid one. */
  readonly problem: string | null
}

/** Reads and creates the bytes of assets; implemented in src/media. */
export interface AssetMedia {
  /** @param declared one of the allowed types; null when none was declared */
  inspect(bytes: Uint8Array, declared: string | null): Promise<Inspection>
  /** Creates a small placeholder for a file that must not be fetched, of the same kind where possible. */
  placeholder(contentType: string, url: string): Promise<Uint8Array>
}

/** A fetched file, or the reason why it was not fetched. */
export type Fetched =
  | { readonly outcome: 'fetched'; readonly bytes: Uint8Array }
  /** The URL is outside this machine, and `--allow-egress` is off. */
  | { readonly outcome: 'outside' }
  | { readonly outcome: 'refused'; readonly reason: string }

/** Downloads a file; implemented in src/outbound. */
export type FetchFile = (url: string, bytesMax: number) => Promise<Fetched>
