import { defineProject } from '@ministry/config/vitest'

/** Takes a module's place, which it has to be the first to load. */
const alone = 'doors/doors-by-policies.test.ts'
const { test } = defineProject({ test: { globalSetup: ['../../packages/domain/test-setup.ts'] } })
const { globalSetup, reporters, outputFile, passWithNoTests, ...each } = test!

export default {
  test: {
    // One server of databases for both.
    ...{ globalSetup, reporters, outputFile, passWithNoTests, maxWorkers: each.maxWorkers },
    projects: [
      { test: { ...each, name: 'web', exclude: [...each.exclude!, alone] } },
      { test: { ...each, name: 'alone', include: [alone], isolate: true } },
    ],
  },
}
