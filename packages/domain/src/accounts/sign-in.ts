import { networkOf } from '@ministry/auth'
import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Caller, Services } from '../context.ts'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { signInInput, signInStep } from './accounts.schema.ts'
import { enter } from './enter.ts'
import { byLogin, knownAccount, placeOfAccount } from './known-account.ts'
import { writeSignIn } from './sign-in-log.ts'

const attempt = z.object({
  accountId: id().nullable(),
  /** What the password was compared with: it must still be so when the session is opened. */
  passwordHash: z.string().nullable(),
  outcome: z.enum(['signed-in', 'wrong-password', 'unknown-login', 'deactivated']),
  replaces: z.string().optional(),
  device: z.string().optional(),
})

const record = mutation({
  name: 'accounts.sign-in',
  permission: 'public',
  door: 'auth',
  input: attempt,
  output: signInStep.or(z.object({ step: z.literal('too-short') })).nullable(),
  async run(ctx, { accountId, passwordHash, outcome: seen, ...brought }) {
    // Also asked where there is none, so that the answer takes the same time.
    await ctx.services.auth.sessions.hold(ctx.tx, accountId)
    const known = await knownAccount(ctx.tx.rows, sql`c.id = ${accountId}::uuid`)
    const still = known && !known.deactivatedAt && known.passwordHash === passwordHash
    const fits = seen === 'signed-in' && !still ? 'wrong-password' : seen
    const outcome = fits === 'signed-in' && known?.secondFactor ? 'code-asked' : fits
    await writeSignIn(ctx, accountId, outcome)
    const node = known ? placeOfAccount(known) : undefined
    ctx.audit({ noun: 'Account', subjectId: accountId ?? undefined, node, after: { outcome } })
    if (!known) return null
    if (outcome === 'code-asked')
      return {
        step: 'second-factor' as const,
        ...(await ctx.services.auth.steps.begin(ctx.tx, 'second-factor', { accountId: known.id })),
      }
    if (outcome !== 'signed-in') return null
    // Its second factor was taken away, and alone it says too little.
    if (known.shortPassword) return { step: 'too-short' as const }
    return { step: 'signed-in' as const, ...(await enter(ctx, known, brought)) }
  },
})

/**
 * Signs in with username or e-mail address and password, and says nothing about which of them was wrong or whether there
 * is such an account; that takes the same time. Where the account has a second factor, what is opened is only the question for it: see
 * `confirm-sign-in`. Errors: RuleBroken `accounts.sign-in.refused`, `accounts.sign-in.too-short` (the second factor beside it was
 * taken away); LimitReached `accounts.sign-in.too-often` (`retryAfter` in seconds), `work-needed` (after five failures, where no work
 * was brought and the few attempts without are used up), `auth.busy`. Source: ACC-4, ACC-5.
 */
export const signIn = staged(record, {
  input: signInInput,
  output: signInStep,
  async act(services, caller, { login, password, replaces, device, work }) {
    const forgive = await passThrottle(services, caller, login, work)
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
    const next = await record.perform(services, asThemself(caller, known, outcome), {
      accountId: known?.id ?? null,
      passwordHash,
      outcome,
      replaces,
      device,
    })
    if (!next) throw ruleBroken('accounts.sign-in.refused')
    if (next.step === 'too-short') throw ruleBroken('accounts.sign-in.too-short')
    await forgive()
    return next
  },
})

/** So many failures of a login, or from an address, and each further attempt costs work. Source: ACC-4. */
const PATIENCE = 5

/**
 * Counts the attempt before the password is tried, so that a race gains nothing; a good one is taken back. A login is counted as it
 * was typed: whether two of them are one account is for nobody to find out here.
 */
async function passThrottle(
  { auth: { throttle, work } }: Services,
  { request }: Caller,
  login: string,
  done: string | undefined,
) {
  const address = networkOf(request.address ?? '')
  const counted: [limit: 'sign-in-address' | 'sign-in-login' | 'sign-in' | 'sign-in-plain', key: string][] = [
    ['sign-in-address', address],
    ['sign-in-login', login],
    ['sign-in', `${login} ${address}`],
  ]
  const failed = await Promise.all(counted.map(([limit, key]) => throttle.counted(limit, key)))
  if (Math.max(...failed) >= PATIENCE && !(await work.redeem(done))) {
    await throttle.pass('sign-in-plain', address, 'accounts.sign-in.work-needed')
    counted.push(['sign-in-plain', address])
  }
  for (const [limit, key] of counted.slice(0, 3)) await throttle.pass(limit, key, 'accounts.sign-in.too-often')
  return async () => {
    for (const [limit, key] of counted) await throttle.forgive(limit, key)
  }
}

/** Whoever proved to be the account's owner is the one who acts. */
const asThemself = (caller: Caller, known: { id: string; personId: string } | null, outcome: string): Caller => ({
  ...caller,
  principal: known && outcome === 'signed-in' ? { accountId: known.id, personId: known.personId, roles: [] } : null,
})
