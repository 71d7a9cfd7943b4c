import { allow, find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { mutation } from '../verb.ts'
import { doNotContactInput, done } from './people.schema.ts'
import type { PersonRow } from './person-row.ts'

/** The person may be written to and called again, as far as consents go. Errors: NotFound, NotAllowed. Source: PPL-1. */
export const liftDoNotContact = mutation({
  name: 'people.lift-do-not-contact',
  permission: { action: 'update', noun: 'Person' },
  input: doNotContactInput,
  output: done,
  async run(ctx, { id, reason }) {
    const person = await find<PersonRow>(ctx, 'read', 'Person', id)
    allow(ctx, 'update', 'Person', person, 'doNotContact')
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
