#!/usr/bin/env node
import { exec } from './cli/exec.ts'
import { runProgram } from './cli/program.ts'
import { start } from './cli/start.ts'
import { StartError } from './kernel/errors.ts'

// Whoever reads our output may stop reading (`flora-emulator | head -1`); that is no reason to stop serving.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)

try {
  await runProgram(process.argv.slice(2), {
    start,
    exec,
    // Loaded when asked for: it brings the OpenAPI generator, which serving does not need.
    // Loaded when asked for, for the sake of the start of the others.
    trigger: async (event, options) => (await import('./cli/trigger.ts')).trigger(event, options),
    listen: async (options) => (await import('./cli/listen.ts')).listen(options),
    openapi: async () => (await import('./cli/openapi.ts')).openapi(),
  })
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`flora-emulator: ${error.message}\n`)
  process.exitCode = error.exitCode
}
