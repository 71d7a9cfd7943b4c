/** The set form of people.set-do-not-contact. */
import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { atRow } from './at-row.ts'
import { lockPeople } from './lock-people.ts'
import { readPeople } from './read-people.ts'

export interface NoContact {
  personId: string
  reason?: string | null | undefined
}

/**
 * From now on nobody writes to or calls these people; who has asked already is left. Each person once. Errors: NotFound,
 * NotAllowed; `values.row` is the place in the input, from 0. Source: PPL-1, IMP-6.
 */
export async function setDoNotContacts(ctx: Context, wishes: readonly NoContact[]): Promise<void> {
  if (wishes.length === 0) return
  const ids = wishes.map(({ personId }) => personId)
  await lockPeople(ctx, ids)
  const people = await readPeople(ctx, ids)
  const asked = wishes.map(({ personId, reason = null }, row) =>
    atRow(row, () => {
      const person = people.get(personId)
      if (!person) throw notFound('Person')
      allow(ctx, 'set-do-not-contact', 'Person', person)
      return { person, reason }
    }),
  )
  const fresh = asked.filter(({ person }) => !person.doNotContact)
  if (fresh.length === 0) return
  const records = fresh.map(({ person, reason }) => ({ id: newId(ctx.at), person_id: person.id, reason }))
  await ctx.tx.rows(sql`
    insert into do_not_contact (id, person_id, since, reason, by_person)
    select r.id, r.person_id, ${ctx.at}, r.reason, ${ctx.principal.personId}::uuid
      from json_to_recordset(${JSON.stringify(records)}::json) as r(id uuid, person_id uuid, reason text)`)
  await ctx.tx.rows(sql`
    update person set do_not_contact = true, updated_at = ${ctx.at} where id = any (${records.map((row) => row.person_id)}::uuid[])`)
  for (const { person, reason } of fresh)
    ctx.audit({
      noun: 'Person',
      subjectId: person.id,
      node: person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined,
      before: { doNotContact: false },
      after: { doNotContact: true },
      person: { id: person.id, ...(reason && { after: { reason } }) },
    })
}
