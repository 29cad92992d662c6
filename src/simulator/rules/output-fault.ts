/** What can be wrong with the file of an output, for programs whose downloads must bear it. */
export const OUTPUT_FAULTS = ['empty', 'truncated', 'wrong-type', 'huge', '404', 'slow'] as const

export type OutputFault = (typeof OUTPUT_FAULTS)[number]

export const isOutputFault = (text: string): text is OutputFault =>
  OUTPUT_FAULTS.some((fault) => fault === text)
