/** The lively demo on a database of its own, for tests. */
import { openProduct } from '@ministry/api'
import { createTestDatabase } from '@ministry/db/test'
import { defaultLimits } from '@ministry/domain/files'
import { fixedClock } from '@ministry/kernel/calendar'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { setStage } from './acting.ts'
import { enliven } from './enliven.ts'

/** Plants the demo as if it were that instant; `close` ends it, at the latest after the file's tests. Only tests import this. */
export async function plant(now: string) {
  const folder = mkdtempSync(join(tmpdir(), 'ministry-demo-'))
  const { urls, ownerUrl, owner } = await createTestDatabase()
  const clock = fixedClock(now)
  const product = await openProduct({
    secondFactor: 'asked',
    ...{ urls, clock, secret: 'secret of a demo in a test', origin: 'http://ministry.test', logLevel: 'silent' },
    ...{ postmarkToken: undefined, mailFrom: 'ministry@ministry.test' },
    files: { place: { folder }, limits: defaultLimits },
    begin: (services) => enliven(services, ownerUrl, clock),
  })
  afterAll(async () => {
    await product.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const rows = async <Row>(text: string) => (await owner.query(text)).rows as Row[]
  const stage = setStage(product.services, clock.now())
  const api = (actor: Parameters<typeof stage.as>[0]) => stage.as(actor, [0, '23:59'])
  return { owner, ownerUrl, services: product.services, clock, rows, stage, api }
}
