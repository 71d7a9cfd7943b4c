/** Cases as they are kept, and how they are reached. */
import { seatsHeld, type Noun } from '@ministry/access'
import { scope } from '@ministry/access/scope'
import { sql, type ApprovalCase, type ApprovalSeat, type Prisma } from '@ministry/db'
import { conflict, notFound } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import type { FileAsking } from '../file-subject.ts'
import type { Place } from './request-kind.ts'
import type { SeatRow, VoteRow } from './sign.rules.ts'

export type CaseRow = ApprovalCase

/** What somebody must be able to do with what a case is about, to read it without a say in it. A draft is for those who work on it. */
export const readers = [
  ['Expense', 'read'],
  ['RoleAssignment', 'read'],
  ['Event', 'update'],
] as const satisfies readonly (readonly [Noun, string])[]

/**
 * A filter of the cases that the caller may read: own ones, those on whose seats they sit or sat, or signed, and those of nouns that
 * they read at the place. Join it as `AND`. The policy of the table says the same. Source: ACS-3, APR-1.
 */
export function readableCases(ctx: FileAsking): Prisma.ApprovalCaseWhereInput {
  const { personId } = ctx.principal
  const keys = seatsHeld(ctx.principal, ctx.at).map(({ key }) => key)
  const mine = [{ seatKey: { in: keys } }, { assignedTo: personId }, { assignedBy: personId }]
  return {
    OR: [
      { personId },
      { seats: { some: { state: { not: 'skipped' }, OR: mine } } },
      { votes: { some: { OR: [{ personId }, { forPersonId: personId }] } } },
      ...readers.map(([noun, action]) => ({ AND: [{ noun }, scope(ctx, action, noun) as object] })),
    ],
  }
}

/** The case, if it may be read. Throws NotFound. */
export async function findCase(ctx: Context, id: string): Promise<CaseRow> {
  const found = await ctx.tx.prisma.approvalCase.findFirst({ where: { AND: [{ id }, readableCases(ctx)] } })
  if (!found) throw notFound('ApprovalCase')
  return found
}

/** Holds the case until the transaction ends, and tells how it stands now. In the power of the movement. */
export async function lockCase(power: Context, id: string): Promise<CaseRow> {
  await power.tx.rows(sql`select id from approval_case where id = ${id}::uuid for update`)
  return power.tx.prisma.approvalCase.findUniqueOrThrow({ where: { id } })
}

/** Throws Conflict where the case isn't as the caller read it. Source: APR-7 (compare and set). */
export function assertVersion(row: Pick<CaseRow, 'version'>, version: number): void {
  if (row.version !== version) throw conflict('approvals.changed-meanwhile')
}

/** The place of a case as its kind and its route know it. */
export async function placeOfCase(power: Context, nodeId: string): Promise<Place & { name: string; state: string }> {
  return power.tx.prisma.orgNode.findUniqueOrThrow({
    where: { id: nodeId },
    select: { id: true, kind: true, scopeIds: true, name: true, state: true },
  })
}

/** Seats of the present revision, in the order of the chain; what was left stands before what followed it. */
export async function seatsOf(ctx: Context, { id, revision }: Pick<CaseRow, 'id' | 'revision'>): Promise<StoredSeat[]> {
  const seats = await ctx.tx.prisma.approvalSeat.findMany({ where: { caseId: id, revision }, orderBy: { id: 'asc' } })
  const steps = ({ because }: SeatRow) => (because as unknown[]).length
  return seats.toSorted((a, b) => a.position - b.position || steps(a) - steps(b))
}
export type StoredSeat = ApprovalSeat & SeatRow

/** Votes of the present revision, in the order in which they were given. */
export const votesOf = (
  ctx: Context,
  { id, revision }: Pick<CaseRow, 'id' | 'revision'>,
): Promise<(VoteRow & { reason: string | null; at: Date })[]> =>
  ctx.tx.prisma.approvalVote.findMany({ where: { caseId: id, revision }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })
