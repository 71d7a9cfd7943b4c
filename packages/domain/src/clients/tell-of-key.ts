import { find } from '@ministry/access/scope'
import { letterhead, ownPlace } from '../accounts/index.ts'
import type { Context } from '../context.ts'
import { queueMail } from '../mail.ts'

/** Mails the owner that a key was made or ended, in case it was somebody else. */
export async function tellOfKey(
  ctx: Context,
  template: 'api-key-created' | 'api-key-revoked',
  key: string,
): Promise<void> {
  const { accountId, personId } = ctx.principal
  const { email } = await find<{ email: string }>(ctx, 'read', 'Account', accountId, { email: true })
  const person = await find<{ name: string; preferredName: string | null; homeIds: string[] }>(
    ...([ctx, 'read', 'Person', personId, { name: true, preferredName: true, homeIds: true }] as const),
  )
  const place = await ownPlace(ctx)
  const { movement } = await letterhead(ctx.tx.rows, person.homeIds.length ? person.homeIds : (place?.scopeIds ?? []))
  await queueMail(ctx, {
    ...{ to: email, personId, node: { scopeIds: person.homeIds }, template },
    fields: { movement, name: person.preferredName ?? person.name, key, link: `${ctx.services.origin}/settings/keys` },
  })
}
