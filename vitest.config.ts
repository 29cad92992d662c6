import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A test that needs more than this has stopped, not slowed down.
    testTimeout: 30_000,
    // The default leaves one core idle, which on two cores is half of the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    typecheck: { enabled: false },
  },
})
