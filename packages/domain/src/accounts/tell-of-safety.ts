import type { SafetyAct } from '@ministry/mail'
import type { Context } from '../context.ts'
import { queueMail } from '../mail.ts'
import { letterhead, type KnownAccount } from './known-account.ts'
import { links } from './links.ts'

/** Tells the owner what happened to how they sign in, in case it was somebody else. Source: ACC-4, ASVS 6.3.7. */
export async function tellOfSafety(
  ctx: Context,
  { personId, email, name, placeIds }: Pick<KnownAccount, 'personId' | 'email' | 'name' | 'placeIds'>,
  act: SafetyAct,
): Promise<void> {
  const { movement, timeZone } = await letterhead(ctx.tx.rows, placeIds)
  await queueMail(ctx, {
    to: email,
    personId,
    node: { scopeIds: placeIds },
    template: 'account-safety',
    fields: { movement, timeZone, name, act, at: ctx.at, link: links.forgotPassword(ctx.services.origin) },
  })
}
