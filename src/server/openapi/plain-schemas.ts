import { SIGNED_URL } from '../../schemas/assets/asset.ts'

/** The formats of this server's validator, as keywords that every validator knows. */
const KEYWORDS: Readonly<Record<string, object>> = {
  'callback-uri': { format: 'uri' },
  'import-uri': { format: 'uri' },
  'asset-source': { pattern: `^(${SIGNED_URL}|https?://\\S+)$` },
}

/** Copies a document without keywords that only this server understands. */
export function withPlainSchemas(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withPlainSchemas)
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).flatMap(([key, value]) =>
    key === 'format' && typeof value === 'string' && value in KEYWORDS
      ? Object.entries(KEYWORDS[value] ?? {})
      : [[key, withPlainSchemas(value)] as const],
  )
  return Object.fromEntries(entries)
}
