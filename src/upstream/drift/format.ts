export const FORMATS = ['text', 'markdown', 'json'] as const
export type Format = (typeof FORMATS)[number]
