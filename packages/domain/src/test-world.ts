/** The demo movement on a database of the test's own, with callers for its accounts. Only tests import this. */
import { createAuth, createSealing } from '@ministry/auth'
import { openDatabase } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import { fixedClock } from '@ministry/kernel/calendar'
import { newId } from '@ministry/kernel/id'
import { createKept, createMailTokens } from '@ministry/mail'
import { story } from '@ministry/seed'
import { afterAll } from 'vitest'
import type { Caller, Services } from './context.ts'
import { testFiles } from './test-files.ts'
import { createOutgoing } from './outgoing.ts'

/**
 * A world to act in: services with a clock that stands on the story's day, and whoever the test wants to be. `registered` is what
 * capabilities put into the services where the test is about that.
 */
export async function createWorld(
  registered: Partial<
    Pick<Services, 'files' | 'webhooks' | 'lifeLine' | 'signs' | 'requestKinds' | 'personLinks' | 'importKinds'>
  > = {},
) {
  const { app, owner, urls, ownerUrl } = await createTestDatabase()
  const authDb = openDatabase(urls.auth, { max: 3 })
  afterAll(() => authDb.close())
  const clock = fixedClock(`${story.day}T09:00:00Z`)
  const auth = createAuth({
    db: authDb,
    clock,
    pepper: 'test',
    cost: 4,
    tokens: { secrets: ['test'], issuer: 'http://ministry.test' },
  })
  const services: Services = {
    ...{ db: app, authDb, clock, origin: 'http://ministry.test', auth, mail: createKept(), lifeLine: [], signs: [] },
    secondFactor: 'asked',
    requestKinds: [],
    sealing: createSealing('test', 'care notes'),
    personLinks: [],
    importKinds: [],
    files: testFiles(),
    mailTokens: createMailTokens('test'),
    webhooks: {
      outgoing: createOutgoing({ privateAddresses: true, timeout: 2000 }),
      sealing: createSealing('test', 'webhooks'),
    },
    workflows: {
      engine: { at: 'server', address: 'http://inngest.test' },
      outboxLag: () => Promise.resolve({ waiting: 0, oldestSeconds: 0 }),
    },
    ...registered,
  }
  const callerOf = async (accountId: string): Promise<Caller> => ({
    principal: await auth.sessions.principalOf(accountId),
    // Somebody who proved just now who they are, whatever the clock says.
    session: {
      id: 'test',
      get provenAt() {
        return clock.now()
      },
      secondFactor: false,
    },
    request: { id: newId(), address: '127.0.0.1', device: 'test' },
  })
  /** Somebody who holds the role in the story. */
  const as = (role: keyof typeof story.accounts) => callerOf(story.accounts[role].accountId)
  return { services, owner, ownerUrl, urls, clock, callerOf, as }
}
