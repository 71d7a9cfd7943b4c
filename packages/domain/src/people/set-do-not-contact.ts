import { mutation } from '../verb.ts'
import { doNotContactInput, done } from './people.schema.ts'
import { setDoNotContacts } from './set-do-not-contacts.ts'

/** From now on nobody writes to or calls this person. One who has asked already is left. Errors: NotFound, NotAllowed. Source: PPL-1. */
export const setDoNotContact = mutation({
  name: 'people.set-do-not-contact',
  permission: { action: 'set-do-not-contact', noun: 'Person' },
  input: doNotContactInput,
  output: done,
  async run(ctx, { id, reason }) {
    await setDoNotContacts(ctx, [{ personId: id, reason }])
    return { id }
  },
})
