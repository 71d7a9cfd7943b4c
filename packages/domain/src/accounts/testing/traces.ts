/** What acts leave behind, looked at past every policy. Only tests import this. */
import type { TestDatabase } from '@ministry/db/test'
import type { Caller } from '../../context.ts'

/** Somebody at a browser who is not signed in. */
export const nobody = (address = '192.0.2.1'): Caller => ({
  principal: null,
  request: { id: 'request', address, device: 'Firefox' },
})

export interface Trace {
  action: string
  actor_account_id: string | null
  noun: string
  subject_id: string | null
  scope_ids: string[]
  before: unknown
  after: Record<string, unknown> | null
  person_id: string | null
  personal_after: Record<string, unknown> | null
  reason: string | null
}
/** The audit of an action, oldest first. */
export async function traces(owner: TestDatabase['owner'], action: string): Promise<Trace[]> {
  return (await owner.query<Trace>(`select * from audit_entry where action = $1 order by at, id`, [action])).rows
}

export interface PostedMail {
  id: string
  template: string
  text: string
  state: string
  scope_ids: string[]
  /** Of the link in it. */
  token: string
}
/** Mails to an address, oldest first: in the order of their transactions where the clock of a test stands still. */
export async function mailsTo(owner: TestDatabase['owner'], address: string): Promise<PostedMail[]> {
  const { rows } = await owner.query<PostedMail>(
    `select * from outgoing_mail where recipient = $1 order by created_at, xmin::text::bigint, id`,
    [address],
  )
  return rows.map((mail) => ({ ...mail, token: /http:\/\/ministry\.test\/[a-z-]+\/(\S+)/.exec(mail.text)?.[1] ?? '' }))
}
