import type { Source } from '../../schemas/provenance.ts'

/** The extensions of a part of the document: its source, and that only the newest one knows it. */
export const marked = (source: Source): Marks => ({
  'x-flora-source': source,
  ...(source === 'next' ? { 'x-flora-since': 'next' } : {}),
})

export interface Marks {
  readonly 'x-flora-source'?: Source
  readonly 'x-flora-since'?: 'next'
}
