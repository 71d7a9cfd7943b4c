import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import * as z from 'zod'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { smallKey } from './files.rules.ts'

const hour = 3_600_000
const day = 24 * hour
const take = z.object({ take: z.number().int().min(1).max(1000) })
const swept = z.object({ files: z.number().int(), objects: z.number().int(), finished: z.boolean() })

interface Gone {
  id: string
  personId: string
  name: string
  sha256: string
  homeId: string | null
  homeIds: string[]
}

const forget = mutation({
  name: 'files.sweep',
  permission: 'public',
  door: 'auth',
  input: take,
  output: z.object({ files: z.number().int() }),
  async run(ctx, { take }) {
    // What is attached at this very instant stays: its row is looked at again by the first condition.
    const gone = await ctx.tx.rows<Gone>(sql`
      delete from file f using person p
       where p.id = f.person_id and f.subject_id is null and f.id in (
        select id from file where subject_id is null and uploaded_at <= ${new Date(ctx.at.getTime() - day)}
         order by uploaded_at limit ${take})
      returning f.id, f.person_id as "personId", f.name, f.sha256, p.home_node_id as "homeId", p.home_ids as "homeIds"`)
    for (const { id, personId, name, sha256, homeId, homeIds } of gone)
      ctx.audit({
        noun: 'File',
        subjectId: id,
        node: homeId ? { id: homeId, scopeIds: homeIds } : undefined,
        before: { sha256 },
        person: { id: personId, before: { name } },
      })
    return { files: gone.length }
  },
})

/**
 * Forgets uploads that nobody attached within a day, and removes bytes that belong to no file: of those, of files that were
 * taken away, and of uploads that were killed on the way. Only the workflow calls it, until `finished`. An hour beyond the day
 * lies between the last instant at which an upload may still become a file and the removal of its bytes. Errors: Unavailable
 * `files.storage`. Source: DOC-1.
 */
export const sweep = staged(forget, {
  input: take,
  output: swept,
  async act(services, caller, { take }) {
    if (!caller.system) throw notAllowed('sweep', 'File')
    const { files } = await forget.perform(services, caller, { take })
    const since = new Date(services.clock.now().getTime() - day - hour)
    const orphans = await services.authDb.rows<{ key: string }>(sql`
      select o.storage_key as key from file_object o
       where o.begun_at <= ${since} and not exists (select from file f where f.storage_key = o.storage_key)
       order by o.begun_at limit ${take}`)
    for (const { key } of orphans) {
      await services.files.store.remove(smallKey(key))
      await services.files.store.remove(key)
      // After the bytes: where this is killed in between, the next sweep finds the note again.
      await services.authDb.rows(sql`delete from file_object where storage_key = ${key}`)
    }
    return { files, objects: orphans.length, finished: files < take && orphans.length < take }
  },
})
