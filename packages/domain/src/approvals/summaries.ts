/** One line of a case, and its place, with what the reader may see. */
import { seatsHeld } from '@ministry/access'
import { scope } from '@ministry/access/scope'
import type { Context } from '../context.ts'
import type { CaseRow } from './case-row.ts'
import { inPower } from './power.ts'
import { namesOf } from './world.ts'

interface StoredSummary {
  subject: string
  amount: { minor: number; currency: string } | null
  personId: string | null
}
type Line = Pick<CaseRow, 'id' | 'summary' | 'nodeId' | 'personId' | 'scopeIds'>

/**
 * Words for these cases, which the reader may read: the place and the requester by name, whom it is about only where the reader may
 * see them, or has a seat on the case: nobody decides about somebody without a name. Four statements, one more where there are such.
 */
export async function describe(ctx: Context, rows: readonly Line[], furtherPeople: readonly (string | null)[] = []) {
  const about = rows.map(({ summary }) => (summary as unknown as StoredSummary).personId).filter((id) => id !== null)
  const visible = about.length
    ? await ctx.tx.prisma.person.findMany({
        where: { AND: [scope(ctx, 'read', 'Person'), { id: { in: about } }] },
        select: { id: true, name: true, preferredName: true },
      })
    : []
  const seen = new Map(visible.map(({ id, name, preferredName }) => [id, preferredName ?? name]))
  const mine = await onMySeats(
    ctx,
    rows.filter((row) => unseen(row, seen)),
  )
  const { places, names } = await lookUp(ctx, rows, [...furtherPeople, ...mine.map(aboutOf)])
  const asked = new Set(mine.map(({ id }) => id))
  const who = (id: string) => ({ id, name: names.get(id) ?? '' })
  return {
    who,
    line: ({ id, summary, nodeId, personId }: Line) => {
      const { subject, amount, personId: aboutId } = summary as unknown as StoredSummary
      const name = seen.get(aboutId ?? '') ?? (asked.has(id) ? names.get(aboutId ?? '') : undefined)
      return {
        summary: { subject, amount, about: aboutId && name !== undefined ? { id: aboutId, name } : null },
        node: places.get(nodeId) ?? { id: nodeId, name: '', kind: '' },
        requester: who(personId),
      }
    },
    place: (id: string | null) => places.get(id ?? '') ?? null,
  }
}

const aboutOf = ({ summary }: Line) => (summary as unknown as StoredSummary).personId
const unseen = (row: Line, seen: ReadonlyMap<string, string>) => {
  const about = aboutOf(row)
  return about !== null && !seen.has(about)
}

/** Those on which the reader sits or was given a turn, by a seat of their own or as a deputy. */
async function onMySeats({ tx, principal, at }: Context, rows: readonly Line[]): Promise<readonly Line[]> {
  if (rows.length === 0) return []
  const keys = seatsHeld(principal, at).map(({ key }) => key)
  const seats = await tx.prisma.approvalSeat.findMany({
    where: {
      caseId: { in: rows.map(({ id }) => id) },
      OR: [{ seatKey: { in: keys } }, { assignedTo: principal.personId }],
    },
    select: { caseId: true },
  })
  const ids = new Set(seats.map(({ caseId }) => caseId))
  return rows.filter(({ id }) => ids.has(id))
}

async function lookUp(ctx: Context, rows: readonly Line[], people: readonly (string | null)[]) {
  const places = new Map<string, { id: string; name: string; kind: string }>()
  const names = new Map<string, string>()
  const movements = Map.groupBy(rows, ({ scopeIds }) => scopeIds[0]!)
  for (const [movementId, lines] of movements)
    await inPower(ctx, movementId, 'approvals.describe', async (power) => {
      const found = await namesOf(power, [...lines.map(({ personId }) => personId), ...people])
      for (const [id, name] of found) names.set(id, name)
      const nodes = await power.tx.prisma.orgNode.findMany({
        where: {
          OR: [
            { id: { in: [...new Set(lines.flatMap(({ scopeIds }) => scopeIds))] } },
            { kind: 'Board', parentId: movementId },
          ],
        },
        select: { id: true, name: true, kind: true },
      })
      for (const node of nodes) places.set(node.id, node)
    })
  return { places, names }
}
