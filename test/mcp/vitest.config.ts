import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/mcp/*.test.ts'],
    // Each program compiles in a process of its own.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
