import { find } from '@ministry/access/scope'
import type * as z from 'zod'
import { query } from '../verb.ts'
import { getInput, mailView } from './messaging.schema.ts'

/** A mail; its bodies only where it is kept for want of a provider. Errors: NotFound. Source: MSG-2. */
export const get = query({
  name: 'messaging.get',
  permission: { action: 'read', noun: 'OutgoingMail' },
  input: getInput,
  output: mailView,
  async run(ctx, { id }) {
    type Stored = z.infer<typeof mailView>
    const mail = await find<Stored>(ctx, 'read', 'OutgoingMail', id)
    return mail.state === 'kept' ? mail : { ...mail, html: null, text: null }
  },
})
