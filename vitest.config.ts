import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { SkippedBrowserTests } from './test/support/browser/skipped-reporter.ts'

/** Its test puts another resolver of names in place of Node's, before anything is imported. */
const ISOLATED = 'test/outbound/egress.test.ts'

/** Has packages of its own, which `npm run test:mcp` installs. */
const MCP = 'test/mcp/**'

export default defineConfig({
  test: {
    // A test that needs more than this has stopped, not slowed down.
    testTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    // The default leaves one core idle, which on two cores is half of the time. More than two were no faster there.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', new SkippedBrowserTests()],
    projects: [
      {
        extends: true,
        // Files share the modules they import; importing them anew for each took as long as the tests.
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: [ISOLATED, MCP],
          isolate: false,
          globalSetup: ['test/support/browser/setup.ts'],
        },
      },
      { extends: true, test: { name: 'isolated', include: [ISOLATED], isolate: true } },
    ],
  },
})
