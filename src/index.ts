/** What `import … from 'flora-emulator'` offers. */
export { type Emulator, type EmulatorOptions, startEmulator } from './server/emulator.ts'
export * from './client/index.ts'
