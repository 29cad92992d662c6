/** Where a command tells what it is doing. */
export interface Progress {
  /** Replaces what was told before. */
  readonly update: (text: string) => void
}
