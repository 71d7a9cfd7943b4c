import type { StoredPasskey } from '@ministry/auth'
import { sql, type Sql } from '@ministry/db'
import type { Context } from '../context.ts'

/** A passkey with whose it is. */
export interface OwnedPasskey extends StoredPasskey {
  id: string
  accountId: string
}

/** The passkeys that the condition on `k` (passkey) names, of accounts that are active. Only behind the door `auth`. */
export const passkeysOf = async ({ tx }: Pick<Context, 'tx'>, condition: Sql): Promise<OwnedPasskey[]> =>
  (
    await tx.rows<OwnedPasskey>(sql`
      select k.id, k.account_id as "accountId", k.credential_id as "credentialId", k.public_key as "publicKey", k.counter, k.transports
        from passkey k join account c on c.id = k.account_id
       where ${condition} and c.deactivated_at is null order by k.created_at, k.id`)
  ).map((row) => ({ ...row, counter: Number(row.counter) }))
