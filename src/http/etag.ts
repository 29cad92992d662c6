/** True when `If-None-Match` lists this tag, strong or weak (RFC 9110, 13.1.2). @param etag includes its quotes */
export function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  if (header.trim() === '*') return true
  return header.split(',').some((known) => known.trim().replace(/^W\//, '') === etag)
}
