/** Acts on many as their pages show them, with the names that the reader may see. */
import { sql } from '@ministry/db'
import { colleagueNames } from '../colleagues.ts'
import type { Context } from '../context.ts'
import type { BulkLine } from './bulk.schema.ts'
import type { StoredAct } from './stored.ts'

/** Lines of the acts, in order: four statements for any number. Nobody reads what is to be done about themself. */
export async function linesOf(ctx: Context, acts: readonly StoredAct[]): Promise<BulkLine[]> {
  const whats = acts.map(({ what }) => what)
  const tags = await named(
    ctx,
    'tag',
    whats.flatMap((what) => ('tagId' in what ? what.tagId : [])),
  )
  const nodes = await named(ctx, 'org_node', [
    ...acts.map(({ nodeId }) => nodeId),
    ...whats.flatMap((what) => ('nodeId' in what ? what.nodeId : [])),
  ])
  const aboutReader = await aboutOneself(ctx, acts)
  const people = await colleagueNames(ctx, [
    ...acts.flatMap(({ personId, undoneBy }) => [personId, undoneBy]),
    ...whats.map((what) => ('assigneeId' in what ? what.assigneeId : null)),
  ])
  const pick = (names: ReadonlyMap<string, string>, id: string | null) =>
    id === null ? null : { id, name: names.get(id) ?? null }
  return acts.map(({ what, ...act }) => ({
    ...act,
    nodeName: nodes.get(act.nodeId) ?? '',
    by: people.get(act.personId) ?? null,
    mine: act.accountId === ctx.principal.accountId,
    what: {
      act: what.act,
      tag: pick(tags, 'tagId' in what ? what.tagId : null),
      node: pick(nodes, 'nodeId' in what ? what.nodeId : null),
      state: 'state' in what ? what.state : null,
      title: 'title' in what && !aboutReader.has(act.id) ? what.title : null,
      dueOn: 'dueOn' in what ? what.dueOn : null,
      ...('assigneeId' in what && { assignee: pick(people, what.assigneeId) }),
    },
  }))
}

/** Acts that ask for something to be done about the reader. */
async function aboutOneself({ tx, principal }: Context, acts: readonly StoredAct[]): Promise<ReadonlySet<string>> {
  const asking = acts.flatMap(({ id, act }) => (act === 'follow-up' ? id : []))
  if (asking.length === 0) return new Set()
  const rows = await tx.rows<{ id: string }>(sql`
    select r.bulk_id as id from bulk_row r
     where r.person_id = ${principal.personId}::uuid and r.bulk_id = any (${asking}::uuid[]) and r.outcome = 'done'`)
  return new Set(rows.map(({ id }) => id))
}

async function named({ tx }: Context, table: 'tag' | 'org_node', ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>()
  const rows = await tx.rows<{ id: string; name: string }>(
    table === 'tag'
      ? sql`select id, name from tag where id = any (${[...new Set(ids)]}::uuid[])`
      : sql`select id, name from org_node where id = any (${[...new Set(ids)]}::uuid[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
