/** Faults of output files, for tests of downloads. */
export const OUTPUT_FAULTS = ['empty', 'truncated', 'wrong-type', 'huge', '404', 'slow'] as const

export type OutputFault = (typeof OUTPUT_FAULTS)[number]
