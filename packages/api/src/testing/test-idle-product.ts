/** The product's services over a test database, without anything running. Only tests import this. */
import { createAuth, createSealing, type CallLimits } from '@ministry/auth'
import { openDatabase } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import type { Services } from '@ministry/domain'
import { createFileStore, defaultLimits } from '@ministry/domain/files'
import { createOutgoing } from '@ministry/domain/webhooks'
import { fixedClock } from '@ministry/kernel/calendar'
import { createKept, createMailTokens } from '@ministry/mail'
import { story } from '@ministry/seed'
import { afterAll } from 'vitest'
import { importKinds, lifeLine, personLinks, requestKinds, signs } from '../registry.ts'

export const origin = 'http://ministry.test'

/** A database of the test's own with the demo movement, and services on it whose clock stands on the story's day. */
export async function createTestServices(callLimits: CallLimits) {
  const { app: db, owner, urls } = await createTestDatabase()
  const authDb = openDatabase(urls.auth, { max: 3 })
  afterAll(() => authDb.close())
  const clock = fixedClock(`${story.day}T09:00:00Z`)
  const auth = createAuth({
    ...{ db: authDb, clock, pepper: 'test', cost: 4, tokens: { secrets: ['test'], issuer: origin } },
    callLimits,
  })
  const services: Services = {
    ...{ db, authDb, clock, origin, auth, lifeLine, signs, requestKinds, personLinks, importKinds },
    secondFactor: 'asked',
    mail: createKept(),
    mailTokens: createMailTokens('test'),
    sealing: createSealing('test', 'care notes'),
    webhooks: { outgoing: createOutgoing({ privateAddresses: false }), sealing: createSealing('test', 'webhooks') },
    files: { store: createFileStore({ folder: '/nowhere' }), limits: defaultLimits, subjects: [] },
    workflows: {
      engine: { at: 'server', address: 'http://inngest.test' },
      outboxLag: () => Promise.resolve({ waiting: 0, oldestSeconds: 0 }),
    },
  }
  return { services, owner, authDb, auth, clock }
}
