/** What a browser holds between two answers of a sign-in: short-lived, used once, stored as a hash. Source: ACC-4. */
import { sql, type Transaction } from '@ministry/db'
import type { Clock } from '@ministry/kernel/calendar'
import { hashToken, newToken } from './tokens.ts'

/** `second-factor`: the password was right. The others wait for what a passkey signs. */
export type StepKind = 'second-factor' | 'passkey-sign-in' | 'passkey-new'
export interface Step {
  tokenHash: string
  /** Null where the answer will say who it is. */
  accountId: string | null
  challenge: string | null
}
export interface Steps {
  /** Begins one, in the transaction of the act before it; what has run out goes. */
  begin(
    tx: Transaction,
    kind: StepKind,
    known: { accountId?: string; challenge?: string },
  ): Promise<{ token: string; endsAt: Date }>
  /** Counts a try, and answers with the step while it is open; null for what never was one, has ended, or was tried too often. */
  attempt(tx: Transaction, kind: StepKind, token: string): Promise<Step | null>
  /** Ends it; false where somebody else did so first. */
  finish(tx: Transaction, step: Step): Promise<boolean>
}

/** How long one works, and how often it may be tried. */
const stepLength = 10 * 60_000
const TRIES = 5

/** Steps on the clock's time. */
export const createSteps = ({ clock }: { clock: Clock }): Steps => ({
  async begin(tx, kind, { accountId, challenge }) {
    const now = clock.now()
    const endsAt = new Date(now.getTime() + stepLength)
    const token = newToken()
    await tx.rows(sql`delete from sign_in_step where expires_at <= ${now}`)
    await tx.rows(sql`
      insert into sign_in_step (token_hash, account_id, kind, challenge, created_at, expires_at)
      values (${hashToken(token)}, ${accountId ?? null}::uuid, ${kind}, ${challenge ?? null}, ${now}, ${endsAt})`)
    return { token, endsAt }
  },
  async attempt(tx, kind, token) {
    const [step] = await tx.rows<Step>(sql`
      update sign_in_step set tries = tries + 1
       where token_hash = ${hashToken(token)} and kind = ${kind} and expires_at > ${clock.now()} and tries < ${TRIES}
      returning token_hash as "tokenHash", account_id as "accountId", challenge`)
    return step ?? null
  },
  async finish(tx, { tokenHash }) {
    const ended = await tx.rows(sql`delete from sign_in_step where token_hash = ${tokenHash} returning token_hash`)
    return ended.length > 0
  },
})
