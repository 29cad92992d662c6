import type { AssetContent } from '../../store/assets/asset-records.ts'

export interface Inspection {
  readonly content: AssetContent
  /** Why the file cannot be an asset. */
  readonly problem: string | null
}

/** Work on the bytes of assets, which src/media does. */
export interface AssetMedia {
  /** @param declared one of the allowed types; null when none was declared. */
  inspect(bytes: Uint8Array, declared: string | null): Promise<Inspection>
  /** Makes a small placeholder for a file that must not be fetched, of the same kind where possible. */
  placeholder(contentType: string, url: string): Promise<Uint8Array>
}

/** A fetched file, or the reason why it was not fetched. */
export type Fetched =
  | { readonly outcome: 'fetched'; readonly bytes: Uint8Array }
  /** The address is outside this machine, and `--allow-egress` is off. */
  | { readonly outcome: 'outside' }
  | { readonly outcome: 'refused'; readonly reason: string }

/** Downloads a file, which src/outbound does. */
export type FetchFile = (url: string, bytesMax: number) => Promise<Fetched>
