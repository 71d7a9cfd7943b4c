import { sql } from '@ministry/db'
import { mutation } from '../verb.ts'
import { checkedOutput, chooseInput } from './imports.schema.ts'
import { recheck, rowOf } from './recheck.ts'
import { placeOf } from './stored.ts'

/**
 * Says who a row is that could be several, or that it is somebody new, or that it stays out; null takes the decision back. The row
 * and those that depend on it are looked at again. Errors: NotFound; RuleBroken `imports.step.not-now`, `row-not-there`. Source: IMP-2.
 */
export const choose = mutation({
  name: 'imports.choose',
  permission: { action: 'plan', noun: 'Import' },
  input: chooseInput,
  output: checkedOutput,
  async run(ctx, { id, number, choice }) {
    const { found, row } = await rowOf(ctx, id, number)
    await ctx.tx.rows(sql`
      update import_row set choice = ${choice ? JSON.stringify(choice) : null}::jsonb where import_id = ${id}::uuid and number = ${number}`)
    const rows = await recheck(ctx, found, row)
    ctx.audit({
      noun: 'Import',
      subjectId: id,
      node: placeOf(found),
      before: { row: number, choice: row.choice },
      after: { row: number, choice },
    })
    return { id, rows }
  },
})
