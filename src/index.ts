/** Public API of the package `flora-emulator`. */
export { type Emulator, startEmulator } from './server/emulator.ts'
export { StartError } from './kernel/errors.ts'
export type { EmulatorOptions } from './server/emulator-options.ts'
export * from './client/index.ts'
