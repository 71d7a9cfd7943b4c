import { find } from '@ministry/access/scope'
import { hashToken, newToken } from '@ministry/auth'
import type { Context } from '../context.ts'
import { queueMail } from '../mail.ts'
import { linkLength } from './accounts.rules.ts'
import { letterhead } from './known-account.ts'
import { links } from './links.ts'

interface Issued {
  /** The verb that sends it. */
  act: 'invite' | 'resend-invitation'
  id: string
  personId: string
  node: { id: string; scopeIds: string[] }
  email: string
}

/**
 * Writes the invitation, or renews it under the same id, and sends its link. An earlier link stops working. Errors: LimitReached
 * `accounts.<act>.too-often` for the fourth mail of one sender to one person within an hour.
 */
export async function issueInvitation(ctx: Context, { act, id, personId, node, email }: Issued) {
  const pair = `${personId} ${ctx.principal.personId}`
  await ctx.services.auth.throttle.pass('invitation', pair, `accounts.${act}.too-often`)
  const token = newToken()
  const expiresAt = new Date(ctx.at.getTime() + linkLength.invitation)
  const offer = { tokenHash: hashToken(token), expiresAt }
  await ctx.tx.prisma.invitation.upsert({
    where: { id },
    update: offer,
    create: { id, personId, nodeId: node.id, email, createdAt: ctx.at, invitedBy: ctx.principal.personId, ...offer },
  })
  const { movement, timeZone } = await letterhead(ctx.tx.rows, node.scopeIds)
  await queueMail(ctx, {
    to: email,
    personId,
    node,
    template: 'invitation',
    fields: {
      movement,
      timeZone,
      name: await calledBy(ctx, personId),
      inviter: await calledBy(ctx, ctx.principal.personId),
      link: links.invitation(ctx.services.origin, token),
      until: expiresAt,
    },
  })
  ctx.audit({
    noun: 'Invitation',
    subjectId: id,
    node,
    after: { expiresAt },
    person: { id: personId, after: { email } },
  })
  return { id, expiresAt }
}

async function calledBy(ctx: Context, personId: string) {
  const select = { name: true, preferredName: true }
  const found = await find<{ name: string; preferredName: string | null }>(ctx, 'read', 'Person', personId, select)
  return found.preferredName ?? found.name
}
