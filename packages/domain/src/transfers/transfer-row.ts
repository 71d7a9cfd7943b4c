/** Offers as they are kept, and as both sides read them. */
import { reaches, scope } from '@ministry/access/scope'
import { sql, type Transfer } from '@ministry/db'
import { conflict, notAllowed, notFound } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import type { TransferView } from './transfers.schema.ts'

interface Words {
  id: string
  name: string | null
  fromPlace: string
  fromRegion: string | null
  toPlace: string
  toRegion: string | null
  offeredBy: string | null
  decidedBy: string | null
  placed: string | null
}

const fromOf = ({ fromNodeId, fromIds }: Transfer) => ({ id: fromNodeId, scopeIds: fromIds })
const toOf = ({ toNodeId, toIds }: Transfer) => ({ id: toNodeId, scopeIds: toIds })

/** Whether whoever asks may act for this side of the offer. */
const onSide = (ctx: Context, row: Transfer, side: 'from' | 'to'): boolean =>
  reaches(ctx, 'update', 'Transfer', side === 'from' ? fromOf(row) : toOf(row))

/** The open offer, held until the end of the transaction, for who acts for the side. Throws NotFound, NotAllowed, Conflict. */
export async function findOpen(ctx: Context, id: string, side: 'from' | 'to'): Promise<Transfer> {
  const mine = { AND: [{ id }, scope(ctx, 'read', 'Transfer')] }
  const seen = await ctx.tx.prisma.transfer.findFirst({ where: mine })
  if (!seen) throw notFound('Transfer')
  if (!onSide(ctx, seen, side)) throw notAllowed('update', 'Transfer')
  // Two who answer at once come one after the other, and the second sees the answer of the first.
  await ctx.tx.rows(sql`select pg_advisory_xact_lock(hashtextextended('transfer:' || ${id}, 0))`)
  const row = await ctx.tx.prisma.transfer.findFirst({ where: mine })
  if (row?.state !== 'open') throw conflict('transfers.answer.ended')
  return row
}

/** Writes how it ended, with an audit entry on both sides. Throws Conflict where it has ended meanwhile. */
export async function endOffer(
  ctx: Context,
  row: Transfer,
  state: Exclude<TransferView['state'], 'open'>,
  more: { reason?: string; placedNodeId?: string } = {},
): Promise<void> {
  const { count } = await ctx.tx.prisma.transfer.updateMany({
    where: { id: row.id, state: 'open' },
    data: {
      ...{ state, decidedAt: ctx.at, decidedBy: ctx.caller.system ? null : ctx.principal.personId },
      ...(more.reason !== undefined && { decisionReason: more.reason }),
      ...(more.placedNodeId !== undefined && { placedNodeId: more.placedNodeId }),
    },
  })
  if (count === 0) throw conflict('transfers.answer.ended')
  for (const node of [fromOf(row), toOf(row)])
    ctx.audit({
      noun: 'Transfer',
      subjectId: row.id,
      node,
      before: { state: 'open' },
      after: {
        state,
        ...(node.id === row.toNodeId && more.placedNodeId !== undefined && { placedNodeId: more.placedNodeId }),
      },
      person: { id: row.personId },
      ...(more.reason !== undefined && { reason: more.reason }),
    })
}

/** Offers as the reader may read them; two statements. */
export async function viewsOf(ctx: Context, rows: readonly Transfer[]): Promise<TransferView[]> {
  if (rows.length === 0) return []
  const found = await ctx.tx.rows<Words>(sql`
    select id, name, from_place as "fromPlace", from_region as "fromRegion", to_place as "toPlace", to_region as "toRegion",
           offered_by as "offeredBy", decided_by as "decidedBy", placed from app.transfer_words(${rows.map(({ id }) => id)}::uuid[])`)
  const words = new Map(found.map((one) => [one.id, one]))
  const people = await ctx.tx.prisma.person.findMany({
    where: { AND: [scope(ctx, 'read', 'Person'), { id: { in: rows.map(({ personId }) => personId) } }] },
    select: { id: true },
  })
  const seen = new Set(people.map(({ id }) => id))
  return rows.flatMap((row) => {
    const said = words.get(row.id)
    if (!said) return []
    const open = row.state === 'open'
    // Who is told no more whom it was about isn't told what was said about them either.
    const message = said.name === null ? null : row.message
    return {
      ...{ id: row.id, name: said.name, personId: seen.has(row.personId) ? row.personId : null },
      from: { place: said.fromPlace, region: said.fromRegion },
      to: { id: row.toNodeId, place: said.toPlace, region: said.toRegion },
      ...{ state: row.state as TransferView['state'], message, withNotes: row.withNotes },
      ...{ offeredBy: said.offeredBy, offeredAt: row.offeredAt, expiresAt: row.expiresAt },
      ...{ decidedBy: said.decidedBy, decidedAt: row.decidedAt, reason: row.decisionReason, placed: said.placed },
      may: { answer: open && onSide(ctx, row, 'to'), withdraw: open && onSide(ctx, row, 'from') },
    }
  })
}
