import { mutation } from '../verb.ts'
import { consentInput, done } from './people.schema.ts'
import { recordConsent } from './record-consent.ts'

/** Records a yes to a channel and purpose, with its wording or source. Errors: NotFound, NotAllowed. Source: PPL-1, PRV-2. */
export const giveConsent = mutation({
  name: 'people.give-consent',
  permission: { action: 'give-consent', noun: 'Person' },
  input: consentInput,
  output: done,
  run: (ctx, input) => recordConsent(ctx, input, true),
})
