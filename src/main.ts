#!/usr/bin/env node
import { exec } from './cli/exec.ts'
import { runProgram } from './cli/program.ts'
import { start } from './cli/start.ts'
import { StartError } from './kernel/errors.ts'

// A reader may close the pipe, as in `flora-emulator | head -1`; the emulator goes on serving.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)

try {
  await runProgram(process.argv.slice(2), {
    start,
    exec,
    // Imported on use, so that `start` and `exec` do not load the event parser, the OpenAPI generator and the parser of
    // TypeScript.
    trigger: async (event, options) => (await import('./cli/trigger.ts')).trigger(event, options),
    listen: async (options) => (await import('./cli/listen.ts')).listen(options),
    explore: async (options, command) => (await import('./cli/explore/explore.ts')).explore(options, command),
    mcp: async (options) => (await import('./cli/mcp.ts')).mcp(options),
    open: async (file, options) => (await import('./cli/bundle/open.ts')).open(file, options),
    replay: async (file, options) => (await import('./cli/bundle/replay.ts')).replay(file, options),
    health: async (options) => (await import('./cli/health.ts')).health(options),
    openapi: async (options) => (await import('./cli/openapi.ts')).openapi(options),
    sync: async (options) => (await import('./cli/upstream/sync.ts')).sync(options),
    record: async (options) => (await import('./cli/upstream/record.ts')).record(options),
    verify: async (options) => (await import('./cli/upstream/verify.ts')).verify(options),
    drift: async (options) => (await import('./cli/upstream/drift.ts')).drift(options),
  })
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`flora-emulator: ${error.message}\n`)
  process.exitCode = error.exitCode
}
