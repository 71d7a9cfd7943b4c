/** Tags put on many, and taken away. Source: PPL-1, PPL-3. */
import { may } from '@ministry/access'
import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import type { Context } from '../../context.ts'
import { holdsAt, readPeople, updateMany, wordsById } from '../../people/index.ts'
import type { Act, Fate, What } from '../act.ts'
import type { SparedReason } from '../bulk.schema.ts'

type Tagging = { tagId: string }

/** The tag, in use. Throws NotFound. */
async function tagOf(ctx: Context, { tagId }: Tagging) {
  const tag = (await wordsById(ctx, [], [tagId])).tags.get(tagId)
  if (!tag || tag.retired) throw notFound('Tag')
  return tag
}

async function write(ctx: Context, ids: readonly string[], tags: { add?: string[]; remove?: string[] }) {
  await updateMany(
    ctx,
    ids.map((id) => ({ id, fields: {}, tags })),
  )
  return new Map<string, string>()
}

/** Whose tag somebody has touched since, by hand, by a file or by a merge. One statement. */
async function touched(ctx: Context, bulkId: string, ids: readonly string[], tagId: string) {
  const rows = await ctx.tx.rows<{ personId: string }>(sql`
    select person_id as "personId" from app.bulk_tag_touched(${bulkId}::uuid, ${[...ids]}::uuid[], ${tagId}::uuid)`)
  return new Set(rows.map(({ personId }) => personId))
}

/** Puts the tag on (`on`), or takes it away; the undo of one is the act of the other on whom nobody has touched since. */
function act<W extends Tagging>(on: boolean): Act<W> {
  return {
    async check(ctx, what) {
      await tagOf(ctx, what)
    },
    async plan(ctx, what, ids) {
      const tag = await tagOf(ctx, what)
      const people = await readPeople(ctx, ids)
      return new Map(
        ids.map((id): [string, Fate] => {
          const person = people.get(id)
          if (!person) return [id, 'gone']
          if (person.tagIds.includes(tag.id) === on) return [id, 'same']
          if (!may(ctx.ability, 'update', 'Person', person, 'tags')) return [id, 'not-yours']
          return [id, !on || holdsAt(tag, person.scopeIds) ? 'do' : 'tag-elsewhere']
        }),
      )
    },
    write: (ctx, { tagId }, ids) => write(ctx, ids, on ? { add: [tagId] } : { remove: [tagId] }),
    async undo(ctx, { tagId }, bulkId, rows) {
      const ids = rows.map(({ personId }) => personId)
      const people = await readPeople(ctx, ids)
      const since = await touched(ctx, bulkId, ids, tagId)
      const tag = (await wordsById(ctx, [], [tagId])).tags.get(tagId)
      const spared = new Map<string, SparedReason>()
      for (const id of ids) {
        const person = people.get(id)
        if (!person) spared.set(id, 'gone')
        else if (since.has(id) || person.tagIds.includes(tagId) !== on) spared.set(id, 'touched')
        else if (!may(ctx.ability, 'update', 'Person', person, 'tags')) spared.set(id, 'not-yours')
        else if (!on && !holdsAt(tag, person.scopeIds)) spared.set(id, 'tag-retired')
      }
      const free = ids.filter((id) => !spared.has(id))
      await write(ctx, free, on ? { remove: [tagId] } : { add: [tagId] })
      return spared
    },
  }
}

export const tagging: Act<What<'tag'>> = act(true)
export const untagging: Act<What<'untag'>> = act(false)
