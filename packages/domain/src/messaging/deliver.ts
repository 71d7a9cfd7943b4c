import { MinistryError, notAllowed, unavailable } from '@ministry/kernel/errors'
import type { Caller, Services } from '../context.ts'
import { staged } from '../staged.ts'
import { claim } from './claim.ts'
import { deliverInput, deliverOutput } from './messaging.schema.ts'
import { digestLines } from './digest-lines.ts'
import { note, release } from './note-delivery.ts'

/**
 * Hands a waiting mail to the transport and notes what became of it; one that isn't waiting is left alone. Composed, judged
 * (consent, suppression, quiet hours) and marked as attempted before the provider is asked. Where a crash or a lost answer leaves
 * open whether the provider has it, its list is asked before anything is sent again. Only the workflow calls it. Errors: NotFound;
 * NotAllowed; Unavailable (also `mail.unsure`, while the list may lag) and LimitReached, where trying again helps.
 * Source: MSG-1, MSG-2.
 */
export const deliver = staged(note, {
  input: deliverInput,
  output: deliverOutput,
  async act(services, caller, { mailId }) {
    if (!caller.system) throw notAllowed('deliver', 'OutgoingMail')
    const lines = await digestLines(services, caller, mailId)
    const claimed = await claim.perform(services, caller, { mailId, lines })
    if (claimed.go === 'done') return { state: claimed.state, until: claimed.until }
    if (claimed.go === 'send') return send(services, caller, mailId, claimed)
    return settle(services, caller, mailId, claimed)
  },
})

type Claimed<G extends string> = Extract<Awaited<ReturnType<typeof claim.perform>>, { go: G }>

async function send(services: Services, caller: Caller, mailId: string, { attemptId, mail }: Claimed<'send'>) {
  try {
    const delivery = await services.mail.deliver({ id: mailId, ...mail })
    return await note.perform(services, caller, { mailId, attemptId, delivery })
  } catch (error) {
    if (saidNo(error)) await release.perform(services, caller, { mailId, attemptId })
    throw error
  }
}

/** An attempt without an end: whether it left is the provider's to say. */
async function settle(
  services: Services,
  caller: Caller,
  mailId: string,
  { attemptId, attemptedAt, bulk }: Claimed<'unsure'>,
) {
  const providerId = await services.mail.find({ id: mailId, bulk })
  if (providerId !== null)
    return note.perform(services, caller, { mailId, attemptId, delivery: { state: 'sent' as const, providerId } })
  if (services.clock.now().getTime() - attemptedAt.getTime() < services.mail.lag) throw unavailable('mail.unsure')
  await release.perform(services, caller, { mailId, attemptId })
  const claimed = await claim.perform(services, caller, { mailId, lines: await digestLines(services, caller, mailId) })
  if (claimed.go === 'send') return send(services, caller, mailId, claimed)
  if (claimed.go === 'done') return { state: claimed.state, until: claimed.until }
  throw unavailable('mail.unsure')
}

/** A clear no: nothing was taken, so that the next attempt need not ask. */
const saidNo = (error: unknown) =>
  error instanceof MinistryError &&
  (error.kind === 'LimitReached' || error.code === 'mail.token' || error.code === 'mail.account')
