/** Who must prove more than a session: a second factor for high seats, and a fresh word for dangerous acts. Source: ACC-4, ACC-5. */
import { active, rolesOfTwoFactors, type Principal } from '@ministry/access'
import { proofNeeded } from '@ministry/kernel/errors'
import type { Caller, Services } from './context.ts'

/** How long a proof is fresh, in milliseconds. */
const FRESH = 10 * 60_000

/** Whether one of the roles asks for a second factor. */
export const asksForTwoFactors = ({ roles }: Principal, at: Date): boolean =>
  roles.some((held) => active(at)(held) && rolesOfTwoFactors.includes(held.role))

/**
 * Throws NotAllowed `accounts.second-factor.missing` for somebody whose role needs a second factor here, and whose account has none.
 * The system itself needs none.
 */
export function assertSecondFactor({ secondFactor, clock }: Services, { principal, session, system }: Caller): void {
  if (secondFactor !== 'required' || system !== undefined || !principal || session?.secondFactor) return
  if (asksForTwoFactors(principal, clock.now())) throw proofNeeded('accounts.second-factor.missing')
}

/**
 * Throws NotAllowed `accounts.prove.needed` unless whoever sits there proved it within ten minutes. Without a session nobody did; the
 * system itself need not. Source: OWASP ASVS 5.0 7.5.
 */
export function assertProven({ caller: { session, system }, at }: { caller: Caller; at: Date }): void {
  if (system !== undefined) return
  if (!session || at.getTime() - session.provenAt.getTime() > FRESH) throw proofNeeded('accounts.prove.needed')
}
