import { sql } from '@ministry/db'
import { conflict, ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { runRequested } from './bulk.events.ts'
import { bulkAtOnce, bulkDone } from './bulk.schema.ts'
import { carryOut } from './carry-out.ts'
import { meant } from './preview.ts'
import { findAct, lockAct, placeOf } from './stored.ts'
import { beginInput } from './what.ts'

/** More than any list has. */
const most = 1_000_000

/**
 * Does one act to all who are meant, each by the caller's right on that one; the others are left, with the reason. Few are done at
 * once, many in the background. `total` is how many the caller was shown: where it is another number by now, nothing is done. The same
 * `id` twice is one act. Errors: those of `bulk.preview`; Conflict `bulk.begin.number-changed`, RuleBroken `bulk.begin.nobody`. Source: PPL-3.
 */
export const begin = mutation({
  name: 'bulk.begin',
  permission: { action: 'create', noun: 'BulkAct' },
  input: beginInput,
  output: bulkDone,
  timeout: 120_000,
  async run(ctx, { id, total: shown, ...input }) {
    const { accountId, personId } = ctx.principal
    await lockAct(ctx, id)
    const [there] = await ctx.tx.rows(
      sql`select 1 from bulk_act where id = ${id}::uuid and account_id = ${accountId}::uuid`,
    )
    if (there) return { id, state: (await findAct(ctx, 'read', id)).state } // pressed twice
    const { place, total, ids } = await meant(ctx, input, most)
    if (total === 0) throw ruleBroken('bulk.begin.nobody')
    if (total !== shown) throw conflict('bulk.begin.number-changed', { shown, now: total })
    const { what, filter } = input
    const asked = { filter, ticked: input.ids !== undefined }
    await ctx.tx.rows(sql`
      insert into bulk_act (id, node_id, account_id, person_id, act, what, asked, state, total, created_at)
      values (${id}::uuid, ${place.id}::uuid, ${accountId}::uuid, ${personId}::uuid, ${what.act}, ${JSON.stringify(what)}::jsonb,
              ${JSON.stringify(asked)}::jsonb, 'running', ${total}, ${ctx.at})`)
    await ctx.tx.rows(sql`
      insert into bulk_row (bulk_id, number, person_id)
      select ${id}::uuid, w.number, w.id from unnest(${ids}::uuid[]) with ordinality w(id, number)`)
    const { where, ...chips } = filter
    ctx.audit({
      noun: 'BulkAct',
      subjectId: id,
      node: placeOf({ nodeId: place.id, scopeIds: place.scopeIds }),
      after: { ...withoutWords(what), total, ticked: asked.ticked, filter: chips },
      // What was asked for, and asked about, may tell something of the people found.
      person: { id: personId, after: { where, ...(what.act === 'follow-up' && { title: what.title }) } },
    })
    const act = await findAct(ctx, 'create', id)
    if (total <= bulkAtOnce) await carryOut(ctx, act, total + 1)
    else
      ctx.emit(
        runRequested.sendable(
          { bulkId: id, accountId, personId, nodeId: place.id, scopeIds: place.scopeIds },
          { subject: `bulk:${id}` },
        ),
      )
    return { id, state: total <= bulkAtOnce ? ('done' as const) : ('running' as const) }
  },
})

/** What is written to somebody about people stands in the personal part. */
const withoutWords = ({ ...what }: object) => {
  const { title: _title, detail: _detail, ...rest } = what as { title?: unknown; detail?: unknown }
  return rest
}
