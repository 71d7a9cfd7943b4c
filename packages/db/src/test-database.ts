/** A database of its own for a test file: a copy of the run's template, gone afterwards. Only tests import this. */
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { openDatabase, type Database } from './database.ts'
import { duties, type DutyUrls } from './logins.ts'
import { urlOf } from './schema-engine.ts'
import type {} from './test-setup.ts'

export interface TestDatabase {
  ownerUrl: string
  urls: DutyUrls
  /** The application's door: row-level security is on. */
  app: Database
  /** As the owner, past every policy: to arrange and to look. */
  owner: pg.Pool
}

/** Call at the top of a test file or in beforeAll; everything is closed and dropped after the file's last test. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { template, logins } = inject('testServer')
  const name = `t_${crypto.randomUUID().replaceAll('-', '')}`
  const admin = new pg.Client({ connectionString: urlOf(template, 'postgres') })
  await admin.connect()
  await admin.query(`create database ${name} template ${decodeURIComponent(new URL(template).pathname.slice(1))}`)
  const ownerUrl = urlOf(template, name)
  const urls = Object.fromEntries(duties.map((duty) => [duty, urlOf(logins[duty], name)])) as DutyUrls
  const app = openDatabase(urls.app, { max: 5 })
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 3 })
  owner.on('error', () => {}) // dropping the database cuts what is idle
  afterAll(async () => {
    await app.close()
    await owner.end()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })
  return { ownerUrl, urls, app, owner }
}
