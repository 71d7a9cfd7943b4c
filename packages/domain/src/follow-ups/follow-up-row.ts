/** Follow-ups as they are kept, and as pages show them. */
import { may } from '@ministry/access'
import { find, scope } from '@ministry/access/scope'
import { sql, type FollowUp } from '@ministry/db'
import { conflict, notAllowed, notFound } from '@ministry/kernel/errors'
import { dateIn, type CalendarDate } from '@ministry/kernel/calendar'
import { colleagueNames, seatsThatMay } from '../colleagues.ts'
import type { Context } from '../context.ts'
import type { PersonRow } from '../people/index.ts'
import type { FollowUpView } from './follow-ups.schema.ts'

/** Those the reader may see: of people at the places they care for, and their own. Nobody sees what is to be done about themself. */
export const readable = (ctx: Context): object => ({
  AND: [
    { OR: [scope(ctx, 'read', 'FollowUp'), { assigneeId: ctx.principal.personId }] },
    { NOT: { personId: ctx.principal.personId } },
    // Who is archived waits for nobody; who has gone elsewhere is out of sight.
    { person: { is: { AND: [scope(ctx, 'read', 'Person'), { state: { not: 'archived' } }] } } },
  ],
})

/** The follow-up, if whoever asks may change it: by right, or because it is theirs. Throws NotFound, NotAllowed, Conflict. */
export async function findToChange(ctx: Context, { id, version }: { id: string; version: number }) {
  const row = await ctx.tx.prisma.followUp.findFirst({ where: { AND: [{ id }, readable(ctx)] } })
  if (!row) throw notFound('FollowUp')
  if (row.assigneeId !== ctx.principal.personId && !may(ctx.ability, 'update', 'FollowUp', row))
    throw notAllowed('update', 'FollowUp')
  if (row.version !== version) throw conflict('follow-ups.changed-meanwhile')
  return { row, person: await find<PersonRow>(ctx, 'read', 'Person', row.personId) }
}

type Changes = Partial<Omit<FollowUp, 'id' | 'version' | 'personId' | 'scopeIds'>>
/** Writes a change with its audit entry, unless somebody was first. Throws Conflict. Says the new version. */
export async function writeChange(
  ctx: Context,
  row: FollowUp,
  person: PersonRow,
  data: Changes,
): Promise<{ id: string; version: number }> {
  const { id, version } = row
  const { count } = await ctx.tx.prisma.followUp.updateMany({
    where: { id, version },
    data: { ...data, updatedAt: ctx.at, version: version + 1 },
  })
  if (count === 0) throw conflict('follow-ups.changed-meanwhile')
  auditChange(ctx, row, person, data)
  return { id, version: version + 1 }
}

/** What is said about a person stands in the personal part. */
const personal = ['title', 'detail', 'outcome']
/** Notes a change: what really differs, what is said about the person in the personal part. Source: AUD-1. */
export function auditChange(
  ctx: Context,
  row: FollowUp,
  person: Pick<PersonRow, 'homeNodeId' | 'homeIds'>,
  data: Changes,
): void {
  const names = Object.keys(data).filter(
    (name) => String(data[name as keyof Changes]) !== String(row[name as keyof Changes]),
  )
  const pick = (from: object, own: boolean) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name) && personal.includes(name) === own))
  ctx.audit({
    noun: 'FollowUp',
    subjectId: row.id,
    node: person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined,
    before: pick(row, false),
    after: pick(data, false),
    person: { id: row.personId, before: pick(row, true), after: pick(data, true) },
  })
}

/** Which of the open ones at a place (or anywhere, of one assignee) the assignee can see to no more. One statement. */
export async function leftAlone(
  { tx, at }: Context,
  { nodeId, assigneeId }: { nodeId?: string; assigneeId?: string },
): Promise<Set<string>> {
  const { roles, networks } = seatsThatMay('update', 'FollowUp')
  const rows = await tx.rows<{ id: string }>(sql`
    select id from app.follow_ups_left(${nodeId ?? null}::uuid, ${assigneeId ?? null}::uuid, ${roles}::text[], ${networks}::text[], ${at})`)
  return new Set(rows.map(({ id }) => id))
}

/** The calendar day that a date column holds. */
export const dayOf = (date: Date): CalendarDate => date.toISOString().slice(0, 10)
/** A calendar day as a date column takes it. */
export const dateOf = (day: CalendarDate): Date => new Date(`${day}T00:00:00Z`)

/** Today where the reader is at home. */
export async function todayOf({ tx, at, principal }: Context): Promise<CalendarDate> {
  const [zone] = await tx.rows<{ timeZone: string }>(sql`
    select a.time_zone as "timeZone" from person p join org_node a on a.id = any (p.home_ids)
     where p.id = ${principal.personId}::uuid and a.time_zone is not null order by a.depth desc limit 1`)
  return dateIn(at, zone?.timeZone ?? 'UTC')
}

/** Follow-ups as pages show them; two statements. */
export async function viewsOf(
  ctx: Context,
  rows: readonly FollowUp[],
  left: ReadonlySet<string>,
): Promise<FollowUpView[]> {
  const people = await ctx.tx.prisma.person.findMany({
    where: { AND: [scope(ctx, 'read', 'Person'), { id: { in: rows.map(({ personId }) => personId) } }] },
    select: { id: true, name: true, homeNodeId: true },
  })
  const places = await ctx.tx.prisma.orgNode.findMany({
    where: {
      AND: [scope(ctx, 'read', 'OrgNode'), { id: { in: people.flatMap(({ homeNodeId }) => homeNodeId ?? []) } }],
    },
    select: { id: true, name: true },
  })
  const names = await colleagueNames(
    ctx,
    rows.flatMap(({ assigneeId, closedBy, createdBy }) => [assigneeId, closedBy, createdBy]),
  )
  const named = (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? null })
  return rows.flatMap(({ personId, assigneeId, ...row }) => {
    const person = people.find(({ id }) => id === personId)
    if (!person) return []
    const view = {
      ...row,
      person: { id: person.id, name: person.name },
      place: places.find(({ id }) => id === person.homeNodeId) ?? null,
      ...{
        dueOn: dayOf(row.dueOn),
        wantedOn: dayOf(row.wantedOn),
        snoozedUntil: row.snoozedUntil && dayOf(row.snoozedUntil),
      },
      ...{ closedBy: named(row.closedBy), createdBy: named(row.createdBy), assignee: named(assigneeId) },
      left: left.has(row.id),
    }
    return [view as FollowUpView]
  })
}
