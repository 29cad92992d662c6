import type { AssetContent } from '../../store/assets/asset-records.ts'

export interface Inspection {
  readonly content: AssetContent
  /** Why the file cannot be an asset. */
  readonly problem: string | null
}

/** What is done with the bytes of assets; src/media has it. */
export interface AssetMedia {
  /** @param declared one of the allowed types, or null when nothing was declared. */
  inspect(bytes: Uint8Array, declared: string | null): Inspection
  /** A small file in the place of one that may not be fetched, of the same kind where that can be made. */
  standIn(contentType: string, url: string): Promise<Uint8Array>
}

/** A file that was fetched, or why it was not. */
export type Fetched =
  | { readonly outcome: 'fetched'; readonly bytes: Uint8Array }
  /** The address is outside this machine, where the emulator may not go. */
  | { readonly outcome: 'outside' }
  | { readonly outcome: 'refused'; readonly reason: string }

/** Reads a file that a client names by its URL; src/outbound has it. */
export type FetchFile = (url: string, bytesMax: number) => Promise<Fetched>
