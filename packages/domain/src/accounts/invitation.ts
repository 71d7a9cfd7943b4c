import { notFound } from '@ministry/kernel/errors'
import { query } from '../verb.ts'
import { invitationStateOf } from './accounts.rules.ts'
import { invitationView, tokenInput } from './accounts.schema.ts'
import { offerOf } from './offer.ts'

/** What the page of acceptance shows to whoever brings an invitation's token. Errors: NotFound. Source: ACC-4. */
export const invitation = query({
  name: 'accounts.invitation',
  permission: 'public',
  door: 'auth',
  input: tokenInput,
  output: invitationView,
  async run(ctx, { token }) {
    const offer = await offerOf(ctx.tx.rows, token)
    if (!offer) throw notFound('Invitation')
    return { ...offer, state: invitationStateOf(offer, ctx.at) }
  },
})
