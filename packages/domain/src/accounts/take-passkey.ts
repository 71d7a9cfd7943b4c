import type { StepKind } from '@ministry/auth'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { passkeysOf, type OwnedPasskey } from './passkeys-of.ts'

/** What a device has signed, as far as it is looked at before the signature is. */
const credentialOf = (response: unknown): string =>
  String((response as { id?: unknown } | null | undefined)?.id ?? '').slice(0, 2000)

/** Whose passkey this says it is, before anything is believed; null for none. */
export async function accountOfPasskey(ctx: Pick<Context, 'tx'>, response: unknown): Promise<string | null> {
  const [found] = await passkeysOf(ctx, sql`k.credential_id = ${credentialOf(response)}`)
  return found?.accountId ?? null
}

/**
 * Takes what a device has signed for a step that was begun in this browser: once, by a passkey of that account where the step names
 * one, counted on. Answers with the passkey; null for anything else, which may be tried again while the step is open. Source: ACC-4, WebAuthn.
 */
export async function takePasskey(
  ctx: Context,
  kind: StepKind,
  token: string,
  response: unknown,
): Promise<OwnedPasskey | null> {
  const { steps, passkeys } = ctx.services.auth
  const step = await steps.attempt(ctx.tx, kind, token)
  const [passkey] = await passkeysOf(ctx, sql`k.credential_id = ${credentialOf(response)}`)
  if (!step?.challenge || !passkey || (step.accountId && step.accountId !== passkey.accountId)) return null
  const counter = await passkeys.signed(response, step.challenge, passkey)
  if (counter === null || !(await steps.finish(ctx.tx, step))) return null
  // Of two with one count, one is a copy.
  const taken = await ctx.tx.rows(sql`
    update passkey set counter = ${counter}, last_used_at = ${ctx.at}
     where id = ${passkey.id}::uuid and counter = ${passkey.counter} returning id`)
  return taken.length ? passkey : null
}
