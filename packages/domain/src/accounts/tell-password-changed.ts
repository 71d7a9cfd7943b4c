import type { Context } from '../context.ts'
import { queueMail } from '../mail.ts'
import { letterhead, type KnownAccount } from './known-account.ts'
import { links } from './links.ts'

/** Tells the owner that the password was changed, in case it was somebody else. */
export async function tellPasswordChanged(
  ctx: Context,
  { personId, email, name, placeIds }: KnownAccount,
): Promise<void> {
  const { movement } = await letterhead(ctx.tx.rows, placeIds)
  await queueMail(ctx, {
    to: email,
    personId,
    node: { scopeIds: placeIds },
    template: 'password-changed',
    fields: { movement, name, link: links.forgotPassword(ctx.services.origin) },
  })
}
