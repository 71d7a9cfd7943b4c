import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { homeOf } from './home-of.ts'
import { done, oneFile } from './files.schema.ts'

/** Takes back one's own upload while it is unattached; the bytes follow with a sweep. Errors: NotFound. Source: DOC-1. */
export const remove = mutation({
  name: 'files.remove',
  permission: 'signed-in',
  input: oneFile,
  output: done,
  async run(ctx, { id }) {
    const { accountId, personId } = ctx.principal
    const [gone] = await ctx.tx.rows<{ name: string; sha256: string }>(sql`
      delete from file where id = ${id}::uuid and account_id = ${accountId}::uuid and subject_id is null
      returning name, sha256`)
    if (!gone) throw notFound('File')
    const person = { id: personId, before: { name: gone.name } }
    ctx.audit({ noun: 'File', subjectId: id, node: await homeOf(ctx), before: { sha256: gone.sha256 }, person })
    return {}
  },
})
