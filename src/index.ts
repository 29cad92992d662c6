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
export { explore, type ExploreSettings } from './explore/in-process.ts'
export type { ClientOptions, Scenario, Scene } from './explore/scene.ts'
export type { Report } from './explore/report/report.ts'
export { terminalReport } from './explore/report/terminal.ts'
export { ExploreError } from './explore/explore-error.ts'
