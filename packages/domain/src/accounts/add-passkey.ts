import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { mutation } from '../verb.ts'
import { addPasskeyInput, passkeyAdded } from './accounts.schema.ts'
import { placeOfAccount } from './known-account.ts'
import { ownAccount } from './own-account.ts'
import { tellOfSafety } from './tell-of-safety.ts'
import { writeRecoveryCodes } from './write-recovery-codes.ts'

const broken = (what: string) => ruleBroken(`accounts.add-passkey.${what}`)

/**
 * Makes what a device has made a passkey of one's own account. All other sessions end, a mail tells of it, and where it is the first
 * thing beside the password there are recovery codes. Errors: NotAllowed `accounts.prove.needed`; RuleBroken `accounts.add-passkey.`
 * `not-open` (it took too long), `refused`, `known-already`. Source: ACC-4, ACC-5, WebAuthn.
 */
export const addPasskey = mutation({
  name: 'accounts.add-passkey',
  permission: 'signed-in',
  withoutSecondFactor: true,
  stepUp: true,
  door: 'auth',
  input: addPasskeyInput,
  output: passkeyAdded,
  async run(ctx, { token, name, response }) {
    const { steps, passkeys, sessions } = ctx.services.auth
    const known = await ownAccount(ctx)
    const step = await steps.attempt(ctx.tx, 'passkey-new', token)
    if (!step?.challenge || step.accountId !== known.id || !(await steps.finish(ctx.tx, step))) throw broken('not-open')
    const made = await passkeys.created(response, step.challenge)
    if (!made) throw broken('refused')
    const id = newId(ctx.at)
    const { credentialId, publicKey, counter, transports } = made
    const written = await ctx.tx.rows(sql`
      insert into passkey (id, account_id, credential_id, public_key, counter, transports, name, created_at)
      values (${id}::uuid, ${known.id}::uuid, ${credentialId}, ${Buffer.from(publicKey)}, ${counter}, ${transports}::text[], ${name}, ${ctx.at})
      on conflict (credential_id) do nothing returning id`)
    if (!written.length) throw broken('known-already')
    const recoveryCodes = known.secondFactor ? null : await writeRecoveryCodes(ctx, known.id)
    const ended = await sessions.endAll(ctx.tx, known.id, ctx.caller.session?.id)
    await tellOfSafety(ctx, known, 'passkey-added')
    const after = { passkey: id, endedSessions: ended }
    ctx.audit({ noun: 'Account', subjectId: known.id, node: placeOfAccount(known), after })
    return { recoveryCodes }
  },
})
