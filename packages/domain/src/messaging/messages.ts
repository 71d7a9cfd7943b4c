import { may } from '@ministry/access'
import { find, reaches, scope } from '@ministry/access/scope'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import { notAllowed, notFound } from '@ministry/kernel/errors'
import type { OutgoingMail } from '@ministry/db'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { mailState, messageInput, messageOutput, messagesInput, messagesOutput } from './messaging.schema.ts'

/**
 * What a place and those below it wrote to their people, newest first, with what became of it; `personId` narrows it to one.
 * Mails that open accounts and daily summaries are not among them. Errors: NotFound node, NotAllowed. Source: MSG-1.
 */
export const messages = query({
  name: 'messaging.messages',
  permission: { action: 'read', noun: 'Message' },
  input: messagesInput,
  output: messagesOutput,
  async run(ctx, { nodeId, state, personId, take, after }) {
    const node = await find<{ id: string; scopeIds: string[] }>(ctx, 'read', 'OrgNode', nodeId)
    if (!reaches(ctx, 'read', 'Message', node)) throw notAllowed('read', 'Message')
    const where = {
      ...written,
      ...(personId && { personId }),
      scopeIds: { has: nodeId },
      ...(state && { state }),
    }
    const last = after ? decodeCursor(after, 1)?.[0] : undefined
    const found = await ctx.tx.prisma.outgoingMail.findMany({
      where: { AND: [where, typeof last === 'string' ? { id: { lt: last } } : {}] },
      omit: { html: true, text: true },
      orderBy: { id: 'desc' },
      take: take + 1,
    })
    const rows = found.slice(0, take)
    const names = await namesOf(ctx, rows)
    return {
      rows: rows.map((row) => asMessage(row, names)),
      next: found.length > take ? encodeCursor([rows.at(-1)!.id]) : null,
      total: await ctx.tx.prisma.outgoingMail.count({ where }),
    }
  },
})

/** One of them, with what it said. Errors: NotFound. Source: MSG-1. */
export const message = query({
  name: 'messaging.message',
  permission: { action: 'read', noun: 'Message' },
  input: messageInput,
  output: messageOutput,
  async run(ctx, { id }) {
    const found = await ctx.tx.prisma.outgoingMail.findFirst({
      where: { AND: [written, { id }] },
    })
    ctx.asked('read', 'Message')
    if (!found || !may(ctx.ability, 'read', 'Message', found)) throw notFound('Message')
    const shown = asMessage(found, await namesOf(ctx, [found]))
    return { ...shown, text: shown.name === null ? '' : found.text, nodeId: found.nodeId }
  },
})

/** Neither what opens an account nor a daily summary, which tells what its reader may see, is a place's message. */
const written = { kind: { notIn: ['account', 'digest'] }, personId: { not: null } }

type Row = Omit<OutgoingMail, 'html' | 'text'>
/** Of a mail to somebody whom the reader may not see, that it was written and what became of it: subjects and texts have names in them. */
function asMessage(row: Row, names: ReadonlyMap<string, string>) {
  const name = names.get(row.personId!) ?? null
  const { recipient, subject } = name === null ? { recipient: '', subject: '' } : row
  return { ...row, personId: row.personId!, name, recipient, subject, state: mailState.parse(row.state) }
}

async function namesOf(ctx: Context, rows: readonly { personId: string | null }[]): Promise<Map<string, string>> {
  const people = await ctx.tx.prisma.person.findMany({
    where: { AND: [scope(ctx, 'read', 'Person'), { id: { in: rows.flatMap(({ personId }) => personId ?? []) } }] },
    select: { id: true, name: true, preferredName: true },
  })
  return new Map(people.map(({ id, name, preferredName }) => [id, preferredName ?? name]))
}
