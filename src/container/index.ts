/** A container of flora-emulator for tests, exported as `flora-emulator/testcontainers`. */
export { FloraEmulatorContainer, StartedFloraEmulatorContainer } from './flora-emulator-container.ts'
