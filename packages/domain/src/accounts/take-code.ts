import { hashRecoveryCode, totpStep } from '@ministry/auth'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'

/**
 * Takes what somebody typed as a second factor: a code of the account's authenticator app, or one of its recovery codes. Each opens
 * once, also when it comes twice at the same instant. Answers with which of them it was, or null. Source: ACC-4, RFC 6238 5.2.
 */
export async function takeCode(
  { tx, at, services }: Pick<Context, 'tx' | 'at' | 'services'>,
  accountId: string,
  typed: string,
): Promise<'totp' | 'recovery-code' | null> {
  const [factor] = await tx.rows<{ id: string; secret: Uint8Array }>(sql`
    select id, secret from totp_factor where account_id = ${accountId}::uuid and confirmed_at is not null`)
  const step =
    factor && totpStep(services.auth.factorSealing.open(factor.secret, factor.id), typed.replaceAll(/\s/g, ''), at)
  if (factor && typeof step === 'number') {
    const taken = await tx.rows(sql`
      update totp_factor set last_step = ${step} where id = ${factor.id}::uuid and (last_step is null or last_step < ${step})
      returning id`)
    return taken.length ? 'totp' : null
  }
  const codeHash = hashRecoveryCode(typed)
  if (codeHash === null) return null
  const used = await tx.rows(sql`
    update recovery_code set used_at = ${at}
     where account_id = ${accountId}::uuid and code_hash = ${codeHash} and used_at is null returning code_hash`)
  return used.length ? 'recovery-code' : null
}
