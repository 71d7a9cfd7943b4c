import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { id } from '@ministry/kernel/id'
import { hashToken } from '@ministry/auth'
import * as z from 'zod'
import type { Caller, Services } from '../context.ts'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { openedSession, signInInput } from './accounts.schema.ts'
import { byLogin, knownAccount, placeOfAccount } from './known-account.ts'
import { writeSignIn } from './sign-in-log.ts'

const attempt = z.object({
  accountId: id().nullable(),
  /** What the password was compared with: it must still be so when the session is opened. */
  passwordHash: z.string().nullable(),
  outcome: z.enum(['signed-in', 'wrong-password', 'unknown-login', 'deactivated']),
  replaces: z.string().optional(),
})

const record = mutation({
  name: 'accounts.sign-in',
  permission: 'public',
  door: 'auth',
  input: attempt,
  output: openedSession.nullable(),
  async run(ctx, { accountId, passwordHash, outcome: seen, replaces }) {
    // Also asked where there is none, so that the answer takes the same time.
    const known = await knownAccount(ctx.tx.rows, sql`c.id = ${accountId}::uuid`)
    const still = known && !known.deactivatedAt && known.passwordHash === passwordHash
    const outcome = seen === 'signed-in' && !still ? 'wrong-password' : seen
    await writeSignIn(ctx, accountId, outcome)
    const node = known ? placeOfAccount(known) : undefined
    ctx.audit({ noun: 'Account', subjectId: accountId ?? undefined, node, after: { outcome } })
    if (outcome !== 'signed-in' || !known) return null
    if (replaces) await ctx.tx.rows(sql`delete from session where id = ${hashToken(replaces)}`)
    return ctx.services.auth.sessions.open(ctx.tx, known.id, ctx.caller.request)
  },
})

/**
 * Signs in with username or e-mail address and password, and says nothing about which of them was wrong or whether there
 * is such an account; that takes the same time. Errors: RuleBroken `accounts.sign-in.refused`; LimitReached
 * `accounts.sign-in.too-often` (`retryAfter` in seconds), `auth.busy`. Source: ACC-4, ACC-5.
 */
export const signIn = staged(record, {
  input: signInInput,
  output: openedSession,
  async act(services, caller, { login, password, replaces }) {
    const forgive = await passThrottle(services, caller, login)
    const known = await knownAccount(services.authDb.rows, byLogin(login))
    const passwordHash = known?.passwordHash ?? null
    const fits = await services.auth.passwords.verify(password, passwordHash)
    const outcome = !known
      ? 'unknown-login'
      : !fits
        ? 'wrong-password'
        : known.deactivatedAt
          ? 'deactivated'
          : 'signed-in'
    const session = await record.perform(services, asThemself(caller, known, outcome), {
      accountId: known?.id ?? null,
      passwordHash,
      outcome,
      replaces,
    })
    if (!session) throw ruleBroken('accounts.sign-in.refused')
    await forgive()
    return session
  },
})

/** Counts the attempt before the password is tried, so that a race gains nothing; a good one is taken back. */
async function passThrottle({ auth: { throttle } }: Services, { request }: Caller, login: string) {
  const address = request.address ?? ''
  const counted = [
    ['sign-in-address', address],
    ['sign-in-login', login],
    ['sign-in', `${login} ${address}`],
  ] as const
  for (const [limit, key] of counted) await throttle.pass(limit, key, 'accounts.sign-in.too-often')
  return async () => {
    for (const [limit, key] of counted) await throttle.forgive(limit, key)
  }
}

/** Whoever proved to be the account's owner is the one who acts. */
const asThemself = (caller: Caller, known: { id: string; personId: string } | null, outcome: string): Caller => ({
  ...caller,
  principal: known && outcome === 'signed-in' ? { accountId: known.id, personId: known.personId, roles: [] } : null,
})
