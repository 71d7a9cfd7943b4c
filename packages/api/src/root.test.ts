/** Every procedure of the product, held to the rules of the house. */
import { nouns } from '@ministry/access'
import { verbOf, type Verb } from '@ministry/domain'
import { MinistryError } from '@ministry/kernel/errors'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { rootRouter } from './root.ts'

/** Who may call without a permission of the matrix: each has a reason, and none is added by accident. */
const publicVerbs = [
  'accounts.sign-in', // whoever signs in is nobody yet
  'accounts.confirm-sign-in', // the same, with the token of the step before
  'accounts.ask-passkey', // the same, with what a device signs
  'accounts.sign-in-with-passkey',
  'accounts.invitation', // what an invitation's link shows
  'accounts.accept-invitation',
  'accounts.request-reset',
  'accounts.password-reset', // whether a mailed link still works
  'accounts.reset-password',
  'accounts.set-up', // the first run, by the link of the console
  'clients.sign-in', // an app, likewise
  'clients.confirm-sign-in', // the same, with the token of the step before
  'clients.refresh', // by its refresh token
  'clients.sign-out',
  'messaging.mail-choices', // by the signed link of a mail; without one, for oneself
  'messaging.choose-mails',
  'messaging.unsubscribe', // one click in the mail program, which is signed in nowhere
]
const signedInVerbs = [
  'accounts.me',
  'accounts.sign-out',
  'accounts.sign-out-everywhere',
  'accounts.devices',
  'accounts.end-device',
  'accounts.change-password',
  // One's own keys.
  ...['prove-with-passkey', 'begin-passkey', 'add-passkey', 'remove-passkey'].map((act) => `accounts.${act}`),
  ...['prove', 'second-factor', 'begin-totp', 'begun-totp', 'confirm-totp', 'remove-totp', 'new-recovery-codes'].map(
    (act) => `accounts.${act}`,
  ),
  'clients.keys', // one's own keys
  'clients.create-key',
  'clients.revoke-key',
  'messaging.inbox', // one's own, like the next two
  'messaging.unread',
  'messaging.mark-read',
  'access.why', // what one's own roles come to
  'files.upload', // one's own, until something takes it
  'files.get', // the subject's own rule decides about each file
  'files.remove',
  // Whether somebody may ask is their kind's question; what they have a say in follows from seats, not from the matrix.
  ...[
    'preview',
    'submit',
    'edit',
    'withdraw',
    'decide',
    'decide-many',
    'delegate',
    'reassign',
    'candidates',
    'comment',
  ].map((act) => `approvals.${act}`),
  ...['get', 'why', 'inbox', 'inbox-count', 'cases', 'absences', 'set-absence', 'end-absence', 'deputies'].map(
    (act) => `approvals.${act}`,
  ),
]

/** Open to whoever still has to set up the second factor that their role needs. */
const beforeSecondFactor = [
  ...['sign-out', 'prove', 'prove-with-passkey', 'second-factor'],
  ...['begin-totp', 'begun-totp', 'confirm-totp', 'begin-passkey', 'add-passkey'],
].map((act) => `accounts.${act}`)
/** Dangerous acts: only for whoever proved within ten minutes who they are. */
const stepUpVerbs = [
  'accounts.begin-totp',
  'accounts.begun-totp',
  'accounts.confirm-totp',
  'accounts.remove-totp',
  'accounts.begin-passkey',
  'accounts.add-passkey',
  'accounts.remove-passkey',
  'accounts.new-recovery-codes',
  'accounts.reset-second-factor',
  'accounts.name-board-member',
  'approvals.report-csv', // names of many leave; `people.exports` ask for a proof where it is more than one person's card
  'care.break-glass',
  'clients.create-key', // goes on after the session
  'webhooks.create', // tells others, for as long as nobody ends it
  'webhooks.change',
  'webhooks.rotate-secret',
]

const procedures = Object.entries(rootRouter._def.procedures as Record<string, object>)
const kebab = (path: string) => path.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

test('there are procedures to look at', () => expect(procedures.length).toBeGreaterThan(40))

describe.each(procedures)('%s', (path, procedure) => {
  const verb = verbOf(procedure) as Verb

  test('is a verb of the same name, with input and output', () => {
    expect(verb, 'made by procedure(verb)').toBeDefined()
    expect(verb.name).toBe(kebab(path))
    expect(verb.input).toBeInstanceOf(z.ZodType)
    expect(verb.output).toBeInstanceOf(z.ZodType)
  })

  test('has a permission of the matrix, or stands on a short list', () => {
    if (verb.permission === 'public') expect(publicVerbs).toContain(verb.name)
    else if (verb.permission === 'signed-in') expect(signedInVerbs).toContain(verb.name)
    else expect(nouns).toContain(verb.permission.noun)
  })

  test('asks for a second factor, and for a fresh proof, unless it stands on a short list', () => {
    expect(verb.withoutSecondFactor ?? false).toBe(beforeSecondFactor.includes(verb.name))
    expect(verb.stepUp ?? false).toBe(stepUpVerbs.includes(verb.name))
  })

  test.skipIf(verb.permission === 'public')(
    'turns away whoever is not signed in, before anything is opened',
    async () => {
      const closed = { clock: { now: () => new Date(0) } } as never
      const call = verb.call(closed, { principal: null, request: { id: 'test' } }, {})
      await expect(call).rejects.toSatisfy((error) => error instanceof MinistryError && error.kind === 'NotSignedIn')
    },
  )

  test.skipIf(typeof verb.permission === 'string')('asks the matrix: without any role it does not open', async () => {
    const closed = { clock: { now: () => new Date(0) } } as never
    const principal = { accountId: crypto.randomUUID(), personId: crypto.randomUUID(), roles: [] }
    const call = verb.call(closed, { principal, request: { id: 'test' } }, {})
    // What belongs to oneself needs no role: there the door opens, and the input is looked at.
    await expect(call).rejects.toSatisfy(
      (error) =>
        error instanceof MinistryError &&
        (error.kind === 'NotAllowed' ||
          (error.kind === 'InvalidInput' && ownNouns.includes((verb.permission as { noun: string }).noun))),
    )
  })
})

const ownNouns = ['Person', 'Account', 'SignInEvent', 'RoleAssignment', 'Membership']
