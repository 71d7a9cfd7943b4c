/**
 * `pnpm races --count 10000`: lets two acts on one request meet so often, of all pairs together; ends with 1 where one had no single
 * outcome. `--only withdraw` runs the pairs of that name, each as often as it would with the others.
 */
import { parseArgs } from 'node:util'
import { startVitest } from 'vitest/node'

const { values } = parseArgs({ options: { count: { type: 'string', default: '200' }, only: { type: 'string' } } })
const vitest = await startVitest('test', ['src/approvals/races.test.ts'], {
  watch: false,
  testTimeout: 24 * 3_600_000,
  provide: { races: Number(values.count) },
  ...(values.only && { testNamePattern: values.only }),
})
await vitest.close()
