import { join } from 'node:path'
import { defineConfig, mergeConfig } from 'vitest/config'
import type { ViteUserConfig } from 'vitest/config'

/**
 * The vitest settings that all packages have in common, with what one package needs besides. Tests run on Node in two processes;
 * a package without tests fails. With JSON reports asked for (`TEST_REPORTS`, set by `npm test`) each run leaves
 * `test-results/vitest.json` in its package.
 */
export const defineProject = (own: ViteUserConfig = {}): ViteUserConfig =>
  mergeConfig(
    defineConfig({
      test: {
        environment: 'node',
        include: ['**/*.test.ts'],
        exclude: ['**/node_modules/**', '**/generated/**', '**/build/**', '**/e2e/**'],
        pool: 'forks',
        // A third of the time went into loading the same modules anew for each file; none of them keeps state of its own.
        isolate: false,
        maxWorkers: 2,
        passWithNoTests: false,
        restoreMocks: true,
        globalSetup: [join(import.meta.dirname, 'own-folder.ts')],
        // Against a real PostgreSQL on a machine that is shared: long enough to never fail a healthy test, short enough to end a hung one.
        testTimeout: 60_000,
        hookTimeout: 120_000,
        reporters: process.env['TEST_REPORTS'] ? ['default', 'json'] : ['default'],
        outputFile: { json: 'test-results/vitest.json' },
      },
    }),
    own,
  )
