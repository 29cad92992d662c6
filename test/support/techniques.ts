/** A run of the technique `brand-copy` that the shipped fixtures accept. */
export const BRAND_COPY = {
  path: '/techniques/brand-copy/runs',
  body: { mode: 'async', inputs: [{ id: 'foo', type: 'text', value: 'mugs' }] },
} as const
