/** Public API of the package `flora-emulator`. */
export { type Emulator, startEmulator } from './server/emulator.ts'
export { StartError } from './kernel/errors.ts'
export {
  defineConfig,
  type EmulatorConfig,
  type SetupEmulator,
  type WorldConfiguration,
} from './server/define-config.ts'
export type { EmulatorOptions } from './server/emulator-options.ts'
export * from './client/index.ts'
export {
  explore,
  type ClientOptions,
  type ExploreSettings,
  type Scenario,
  type Scene,
} from './explore/in-process.ts'
export { ExploreError } from './explore/explore-error.ts'
