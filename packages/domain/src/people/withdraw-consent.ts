import { mutation } from '../verb.ts'
import { consentInput, done } from './people.schema.ts'
import { recordConsent } from './record-consent.ts'

/** Records a no to a channel and purpose; the yes before it stays on record. Errors: NotFound, NotAllowed. Source: PPL-1, PRV-2. */
export const withdrawConsent = mutation({
  name: 'people.withdraw-consent',
  permission: { action: 'withdraw-consent', noun: 'Person' },
  input: consentInput,
  output: done,
  run: (ctx, input) => recordConsent(ctx, input, false),
})
