/** vitest global set-up: one embedded server and one migrated template database per test run. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { ensureLogins, type DutyUrls } from './logins.ts'
import { migrate } from './migrate.ts'
import { startPostgres } from './postgres.ts'

export interface TestServer {
  /** Owner's address of the template database. */
  template: string
  logins: DutyUrls
}
declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer
  }
}

/** `fill` writes what every test database of the run begins with, for instance the story of the demo seed. */
export const withServer =
  (fill?: (ownerUrl: string) => Promise<void>) =>
  async ({ provide }: TestProject) => {
    const folder = mkdtempSync(join(tmpdir(), 'ministry-test-'))
    const server = await startPostgres({ dataDir: join(folder, 'data'), database: 'template_ministry', durable: false })
    await migrate(server.url)
    const logins = await ensureLogins(server.url, 'test')
    await fill?.(server.url)
    provide('testServer', { template: server.url, logins })
    return async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }

export default withServer()
