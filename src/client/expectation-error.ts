/**
 * What `world.findings.expectNone` and `world.ledger.expectSpend` reject with.
 *
 * @example
 * ```ts
 * import { ExpectationError, startEmulator } from 'flora-emulator'
 *
 * await using emulator = await startEmulator()
 * try {
 *   await emulator.world().findings.expectNone()
 * } catch (error) {
 *   if (error instanceof ExpectationError) console.log(error.message)
 * }
 * ```
 */
export class ExpectationError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ExpectationError'
  }
}
