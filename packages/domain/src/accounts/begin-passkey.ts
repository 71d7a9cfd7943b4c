import { newToken } from '@ministry/auth'
import { sql } from '@ministry/db'
import { limitReached } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { done, passkeyAsked } from './accounts.schema.ts'
import { letterhead, placeOfAccount } from './known-account.ts'
import { ownAccount } from './own-account.ts'
import { passkeysOf } from './passkeys-of.ts'

/** Passkeys of one account. */
const MOST = 20

/**
 * Begins a passkey for one's own account: what the browser has to ask the device for. It counts once `add-passkey` has seen what the
 * device made. Errors: NotAllowed `accounts.prove.needed`; LimitReached `accounts.begin-passkey.too-many`. Source: ACC-4, WebAuthn.
 */
export const beginPasskey = mutation({
  name: 'accounts.begin-passkey',
  permission: 'signed-in',
  withoutSecondFactor: true,
  stepUp: true,
  door: 'auth',
  input: done,
  output: passkeyAsked,
  async run(ctx) {
    const { steps, passkeys } = ctx.services.auth
    const known = await ownAccount(ctx)
    const present = await passkeysOf(ctx, sql`k.account_id = ${known.id}::uuid`)
    if (present.length >= MOST) throw limitReached('accounts.begin-passkey.too-many', { most: MOST })
    const challenge = newToken()
    const { token, endsAt } = await steps.begin(ctx.tx, 'passkey-new', { accountId: known.id, challenge })
    ctx.audit({ noun: 'Account', subjectId: known.id, node: placeOfAccount(known), after: { passkey: 'begun' } })
    const { movement } = await letterhead(ctx.tx.rows, known.placeIds)
    const account = { id: known.id, login: known.email, name: known.name }
    const options = await passkeys.toCreate({ challenge, product: movement, account, known: present })
    return { token, endsAt, options: { ...options } }
  },
})
