import { find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { mutation } from '../verb.ts'
import { lockPeople } from './lock-people.ts'
import { doNotContactInput, done } from './people.schema.ts'
import type { PersonRow } from './person-row.ts'

/**
 * The person may be written to and called again, as far as consents go: said by the person, or by who leads them. Errors: NotFound, NotAllowed. Source: PPL-1, ACS-2.
 */
export const liftDoNotContact = mutation({
  name: 'people.lift-do-not-contact',
  permission: { action: 'lift-do-not-contact', noun: 'Person' },
  input: doNotContactInput,
  output: done,
  async run(ctx, { id, reason }) {
    await lockPeople(ctx, [id])
    const person = await find<PersonRow>(ctx, 'lift-do-not-contact', 'Person', id)
    if (!person.doNotContact) return { id }
    await ctx.tx.rows(sql`
      update do_not_contact set lifted_at = ${ctx.at}, lifted_by = ${ctx.principal.personId}::uuid
       where person_id = ${id}::uuid and lifted_at is null`)
    await ctx.tx.rows(sql`update person set do_not_contact = false, updated_at = ${ctx.at} where id = ${id}::uuid`)
    ctx.audit({
      noun: 'Person',
      subjectId: id,
      node: person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined,
      before: { doNotContact: true },
      after: { doNotContact: false },
      person: { id, ...(reason && { after: { reason } }) },
    })
    return { id }
  },
})
