import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import * as z from 'zod'
import { mutation } from '../../verb.ts'
import { rememberInput } from '../views.schema.ts'

/** Keeps which columns the caller likes, and which view a list opens with; what isn't named stays. Errors: NotFound (the view). Source: PPL-3. */
export const rememberList = mutation({
  name: 'people.views.remember',
  permission: { action: 'read', noun: 'View' },
  input: rememberInput,
  output: z.object({}),
  async run(ctx, { columns, defaultViewId }) {
    ctx.asked('read', 'View')
    if (defaultViewId) {
      const [view] = await ctx.tx.rows(sql`select id from people_view where id = ${defaultViewId}::uuid`)
      if (!view) throw notFound('View')
    }
    const { accountId, personId } = ctx.principal
    await ctx.tx.rows(sql`
      insert into people_list_setting as s (account_id, columns, default_view_id, updated_at)
      values (${accountId}::uuid, ${columns ?? []}::text[], ${defaultViewId ?? null}::uuid, ${ctx.at})
      on conflict (account_id) do update
         set columns = ${columns === undefined ? sql`s.columns` : sql`excluded.columns`},
             default_view_id = ${defaultViewId === undefined ? sql`s.default_view_id` : sql`excluded.default_view_id`}, updated_at = excluded.updated_at`)
    ctx.audit({
      noun: 'Account',
      subjectId: accountId,
      after: { listColumns: columns, defaultViewId },
      person: { id: personId },
    })
    return {}
  },
})
