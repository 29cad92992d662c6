import { InvalidArgumentError } from 'commander'

/** Parses the value of a `--port` that is no option of the emulator. */
export function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new InvalidArgumentError('Expected an integer from 0 to 65535.')
}
