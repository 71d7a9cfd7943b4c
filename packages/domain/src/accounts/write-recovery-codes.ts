import { hashRecoveryCode, newRecoveryCodes } from '@ministry/auth'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'

/** Ten new recovery codes in the place of those of before: shown once, and stored only as hashes. Source: ACC-4. */
export async function writeRecoveryCodes({ tx, at }: Context, accountId: string): Promise<string[]> {
  const codes = newRecoveryCodes()
  await tx.rows(sql`delete from recovery_code where account_id = ${accountId}::uuid`)
  await tx.rows(sql`
    insert into recovery_code (account_id, code_hash, created_at)
    select ${accountId}::uuid, hash, ${at} from unnest(${codes.map(hashRecoveryCode)}::text[]) hash`)
  return codes
}
