/** True when `If-None-Match` names this tag; weak ones count too (RFC 9110, 13.1.2). @param etag with its quotes */
export function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  if (header.trim() === '*') return true
  return header.split(',').some((known) => known.trim().replace(/^W\//, '') === etag)
}
