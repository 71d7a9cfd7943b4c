/** Audit and outbox rows, written at the end of the transaction that they report. */
import { sql, type Transaction } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import type { Caller, Change, News } from './context.ts'

/** One statement for all changes of an act. Source: AUD-1. */
export async function writeAudit(
  tx: Transaction,
  action: string,
  caller: Caller,
  at: Date,
  changes: readonly Change[],
): Promise<void> {
  const { request } = caller
  const rows = changes.map(
    ({ noun, subjectId, node, before, after, person, reason, by: { principal, system } = caller }) => ({
      id: newId(at),
      actor_account_id: principal?.accountId,
      actor_person_id: principal?.personId,
      actor_kind: system ?? (principal ? 'person' : 'nobody'),
      noun,
      subject_id: subjectId,
      node_id: node?.id,
      scope_ids: node?.scopeIds ?? [],
      before,
      after,
      person_id: person?.id,
      personal_before: person?.before,
      personal_after: person?.after,
      reason,
    }),
  )
  await tx.rows(sql`
    insert into audit_entry (id, at, action, actor_account_id, actor_person_id, actor_kind, request_id, address, device,
                             noun, subject_id, node_id, scope_ids, before, after, person_id, personal_before, personal_after, reason)
    select r.id, ${at}, ${action}, r.actor_account_id, r.actor_person_id, r.actor_kind, ${request.id}, ${request.address ?? null}, ${request.device ?? null},
           r.noun, r.subject_id, r.node_id, coalesce((select array_agg(v::uuid) from jsonb_array_elements_text(r.scope_ids) v), '{}'), r.before, r.after, r.person_id, r.personal_before, r.personal_after, r.reason
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, actor_account_id uuid, actor_person_id uuid, actor_kind text, noun text, subject_id uuid, node_id uuid, scope_ids jsonb, before jsonb, after jsonb, person_id uuid, personal_before jsonb, personal_after jsonb, reason text)`)
}

/** Events of the act, in the order they were emitted. */
export async function writeOutbox(tx: Transaction, at: Date, news: readonly News[]): Promise<void> {
  const rows = news.map(({ name, data, subject }) => ({ id: newId(at), name, data, subject }))
  await tx.rows(sql`
    insert into outbox_event (id, name, data, subject, created_at)
    select r.id, r.name, r.data, r.subject, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, name text, data jsonb, subject text)`)
}
