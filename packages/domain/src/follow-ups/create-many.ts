import { may } from '@ministry/access'
import { scope } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { MinistryError, notAllowed, notFound, ruleBroken } from '@ministry/kernel/errors'
import { seatsNear } from '../colleagues.ts'
import type { Context } from '../context.ts'
import { notifyAll } from '../notify.ts'
import type { followUpOrigins, NewFollowUp } from './follow-ups.schema.ts'

export interface FollowUpToMake extends NewFollowUp {
  origin?: (typeof followUpOrigins)[number]
  /** Whoever asks for the same one again makes none. */
  dedupeKey?: string | undefined
}
interface About {
  id: string
  state: string
  homeNodeId: string | null
  homeIds: string[]
  scopeIds: string[]
}

/**
 * Makes follow-ups, each once, and tells those who get them. Every row is checked before the first is written; a refused one is named
 * in `values.row` (from 0). Says which were made, by identifier. Who makes them in parts tells of them all at the end (`tell`). Errors: NotFound person; NotAllowed; RuleBroken
 * `follow-ups.assign.no-seat`, `follow-ups.create.archived`. Source: PPL-6.
 */
export async function createFollowUps(
  ctx: Context,
  rows: readonly FollowUpToMake[],
  { tell = true }: { tell?: boolean } = {},
): Promise<string[]> {
  if (rows.length === 0) return []
  const { people, refusals } = await refusalsOf(ctx, rows)
  refusals.forEach((error, index) => {
    if (error) throw at(index, error)
  })
  const createdBy = ctx.caller.system ? null : ctx.principal.personId
  const made = await write(ctx, rows, createdBy)
  for (const { id, personId, title, detail, dueOn, assigneeId, origin = 'hand' } of rows.filter(({ id }) =>
    made.has(id),
  )) {
    const { homeNodeId, homeIds } = people.get(personId)!
    ctx.audit({
      noun: 'FollowUp',
      subjectId: id,
      node: homeNodeId ? { id: homeNodeId, scopeIds: homeIds } : undefined,
      after: { dueOn, assigneeId, origin },
      person: { id: personId, after: { title, detail } },
    })
  }
  if (!tell) return [...made]
  await tellAssigned(
    ctx,
    rows.filter(({ id }) => made.has(id)).map((row) => ({ ...row, nodeId: people.get(row.personId)!.homeNodeId })),
  )
  return [...made]
}

/**
 * What stands against each of them, or null, without making any: what `createFollowUps` would be refused with. Two statements.
 * Source: PPL-6.
 */
export async function refusalsOf(ctx: Context, rows: readonly Pick<FollowUpToMake, 'personId' | 'assigneeId'>[]) {
  const people = await peopleOf(ctx, rows)
  const assigned = rows.filter(({ assigneeId }) => assigneeId !== null)
  const near = assigned.length
    ? await seatsNear(
        ctx,
        assigned.map(({ personId }) => personId),
        'update',
        'FollowUp',
      )
    : []
  const seats = new Set(near.map(({ subjectId, personId }) => `${subjectId} ${personId}`))
  const refusals = rows.map(({ personId, assigneeId }): MinistryError | null => {
    const person = people.get(personId)
    if (!person) return notFound('Person')
    if (!may(ctx.ability, 'create', 'FollowUp', { scopeIds: person.scopeIds })) return notAllowed('create', 'FollowUp')
    if (person.state === 'archived') return ruleBroken('follow-ups.create.archived')
    if (assigneeId !== null && !seats.has(`${personId} ${assigneeId}`)) return ruleBroken('follow-ups.assign.no-seat')
    return null
  })
  return { people, refusals }
}

async function peopleOf(ctx: Context, rows: readonly Pick<FollowUpToMake, 'personId'>[]): Promise<Map<string, About>> {
  ctx.asked('create', 'FollowUp')
  const found = await ctx.tx.prisma.person.findMany({
    where: {
      AND: [
        scope(ctx, 'read', 'Person'),
        { id: { in: [...new Set(rows.map(({ personId }) => personId))], not: ctx.principal.personId } },
      ],
    },
    select: { id: true, state: true, homeNodeId: true, homeIds: true, scopeIds: true },
  })
  return new Map(found.map((person) => [person.id, person]))
}

async function write(
  { tx, at: now }: Context,
  rows: readonly FollowUpToMake[],
  createdBy: string | null,
): Promise<Set<string>> {
  const records = rows.map(({ id, personId, title, detail, dueOn, assigneeId, origin = 'hand', dedupeKey }) => ({
    ...{
      id,
      title,
      detail,
      origin,
      person_id: personId,
      assignee_id: assigneeId,
      due_on: dueOn,
      dedupe_key: dedupeKey,
    },
  }))
  // Without a conflict target: the same identifier and the same key both mean the same one.
  const made = await tx.rows<{ id: string }>(sql`
    insert into follow_up (id, person_id, assignee_id, title, detail, due_on, wanted_on, origin, created_by, dedupe_key, created_at, updated_at)
    select r.id, r.person_id, r.assignee_id, r.title, r.detail, r.due_on, r.due_on, r.origin, ${createdBy}::uuid, r.dedupe_key, ${now}, ${now}
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
        as r(id uuid, person_id uuid, assignee_id uuid, title text, detail text, due_on date, origin text, dedupe_key text)
    on conflict do nothing returning id`)
  return new Set(made.map(({ id }) => id))
}

/** Tells each assignee once: by name of one person, or how many. */
export async function tellAssigned(
  ctx: Context,
  rows: readonly { id: string; personId: string; assigneeId: string | null; nodeId: string | null }[],
): Promise<void> {
  const byAssignee = Map.groupBy(
    rows.filter(({ assigneeId }) => assigneeId !== null),
    ({ assigneeId }) => assigneeId!,
  )
  await notifyAll(
    ctx,
    [...byAssignee].map(([personId, given]) => ({
      ...{ personId, kind: 'follow-up-given' as const, nodeId: given[0]!.nodeId },
      ...(given.length === 1 ? { aboutId: given[0]!.personId } : { facts: { count: given.length } }),
      dedupeKey: `follow-up-given:${given[0]!.id}:${ctx.at.toISOString()}`,
    })),
  )
}

const at = (row: number, error: MinistryError) =>
  new MinistryError(error.kind, error.message, {
    values: { ...error.values, row },
    ...(error.code && { code: error.code }),
  })
