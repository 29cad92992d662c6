import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two workers on two cores; a test that needs more than this has stopped, not slowed down.
    testTimeout: 30_000,
    typecheck: { enabled: false },
  },
})
