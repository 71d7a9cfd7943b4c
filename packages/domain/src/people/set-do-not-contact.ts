import { allow, find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import { mutation } from '../verb.ts'
import { doNotContactInput, done } from './people.schema.ts'
import type { PersonRow } from './person-row.ts'

/** From now on nobody writes to or calls this person. One who has asked already is left. Errors: NotFound, NotAllowed. Source: PPL-1. */
export const setDoNotContact = mutation({
  name: 'people.set-do-not-contact',
  permission: { action: 'update', noun: 'Person' },
  input: doNotContactInput,
  output: done,
  async run(ctx, { id, reason }) {
    const person = await find<PersonRow>(ctx, 'read', 'Person', id)
    allow(ctx, 'update', 'Person', person, 'doNotContact')
    if (person.doNotContact) return { id }
    await ctx.tx.rows(sql`
      insert into do_not_contact (id, person_id, since, reason, by_person)
      values (${newId(ctx.at)}::uuid, ${id}::uuid, ${ctx.at}, ${reason ?? null}, ${ctx.principal.personId}::uuid)`)
    await ctx.tx.rows(sql`update person set do_not_contact = true, updated_at = ${ctx.at} where id = ${id}::uuid`)
    ctx.audit({
      noun: 'Person',
      subjectId: id,
      node: person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined,
      before: { doNotContact: false },
      after: { doNotContact: true },
      person: { id, ...(reason && { after: { reason } }) },
    })
    return { id }
  },
})
