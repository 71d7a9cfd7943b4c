import { createPostmark } from '@ministry/mail'
import { MinistryError } from '@ministry/kernel/errors'
import { story } from '@ministry/seed'
import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { claim } from './claim.ts'
import { deliver } from './deliver.ts'
import { post, system, writeTo } from './testing/post.ts'
import { startProvider, type Fault } from './testing/provider.ts'

const { services, owner, clock } = await createWorld()
const provider = await startProvider()
afterAll(provider.stop)
const mail = createPostmark({
  token: 'token',
  from: 'Ministry <no-reply@example.org>',
  streams: { transactional: 'outbound', broadcast: 'broadcast' },
  baseUrl: provider.baseUrl,
  timeout: 2,
})
const sending = { ...services, mail }
const later = (seconds: number) => clock.set(new Date(clock.now().getTime() + seconds * 1000))
const rowOf = async (id: string) =>
  (await owner.query('select state, provider_id from outgoing_mail where id = $1', [id])).rows[0]
let count = 0

beforeEach(() => {
  clock.set(`${story.day}T09:00:00Z`)
  provider.taken.splice(0)
  provider.faults.splice(0)
})
const written = async () =>
  (
    await writeTo(services, {
      templateKey: 'welcome-1',
      personId: story.people.minh.id,
      nodeId: story.nodes.mustardSeed.id,
      dedupeKey: `never-twice:${++count}`,
    })
  ).mailId
const essential = () => post(services, story.accounts['small-group-member'], story.nodes.mustardSeed)

/** Tries as the workflow does, until it ends; answers how often. */
async function deliverAtLast(mailId: string) {
  for (let tries = 1; tries < 30; tries++) {
    try {
      const { state } = await deliver.call(sending, system, { mailId })
      return { state, tries }
    } catch (error) {
      if (!(error instanceof MinistryError)) throw error
      later(30)
    }
  }
  throw new Error('It never ended')
}

test('a mail whose answer was lost is found, not sent again', async () => {
  const mailId = await written()
  provider.faults.push('lost-answer')
  expect(await deliverAtLast(mailId)).toEqual({ state: 'sent', tries: 2 })
  expect(provider.taken).toHaveLength(1)
  expect(await rowOf(mailId)).toEqual({ state: 'sent', provider_id: 'message-1' })
})

test('whatever goes wrong on the way, and wherever the process dies, it arrives exactly once', async () => {
  const faults = fc.array(fc.constantFrom<Fault>('none', 'lost-answer', 'cut', 'too-many', 'outage'), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(faults, fc.boolean(), fc.boolean(), async (some, dies, isEssential) => {
      provider.taken.splice(0)
      provider.faults.splice(0, Infinity, ...some)
      clock.set(`${story.day}T09:00:00Z`)
      const mailId = await (isEssential ? essential() : written())
      // The process dies after the mark: the next one finds an attempt without an end.
      if (dies) await claim.call(services, system, { mailId, lines: [] })
      expect((await deliverAtLast(mailId)).state).toBe('sent')
      expect(provider.taken.map(({ Metadata }) => Metadata)).toEqual([{ mail: mailId }])
      expect(provider.taken.map(({ MessageStream }) => MessageStream)).toEqual([isEssential ? 'outbound' : 'broadcast'])
      expect((await rowOf(mailId)).provider_id).toBe('message-1')
    }),
    { numRuns: 25 },
  )
})
