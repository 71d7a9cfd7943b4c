import { createHash } from 'node:crypto'
import { sql } from '@ministry/db'
import { id as idSchema, newId } from '@ministry/kernel/id'
import { limitReached, notSignedIn, ruleBroken, unavailable } from '@ministry/kernel/errors'
import * as z from 'zod'
import type { Context, Services } from '../context.ts'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { cleanImage } from './clean-image.ts'
import { shownColumns } from './file-row.ts'
import { safeName, smallKey, type MediaType } from './files.rules.ts'
import { attachedFile, uploadInput, type AttachedFile } from './files.schema.ts'
import { homeOf } from './home-of.ts'
import { sniff } from './sniff.ts'

const day = 86_400_000

const record = mutation({
  name: 'files.upload',
  permission: 'signed-in',
  input: z.object({
    name: z.string(),
    mediaType: z.string(),
    size: z.number().int(),
    sha256: z.string(),
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    storageKey: z.string(),
  }),
  output: attachedFile,
  async run(ctx, { name, mediaType, size, sha256, width, height, storageKey }) {
    const { accountId, personId } = ctx.principal
    await oneAtATime(ctx.tx, accountId)
    const [again] = await ctx.tx.rows<AttachedFile>(sql`
      select ${shownColumns} from file f
       where f.account_id = ${accountId}::uuid and f.subject_id is null and f.sha256 = ${sha256} and f.name = ${name}`)
    if (again) return again
    const id = idSchema().parse(newId(ctx.at))
    // What was noted a day ago may be swept at this moment: whoever took that long begins again.
    const [file] = await ctx.tx.rows<AttachedFile>(sql`
      insert into file as f (id, name, media_type, size, sha256, storage_key, width, height, account_id, person_id, uploaded_at)
      select ${id}::uuid, ${name}, ${mediaType}, ${size}::int, ${sha256}, o.storage_key, ${width}::int, ${height}::int, ${accountId}::uuid, ${personId}::uuid, ${ctx.at}
        from file_object o where o.storage_key = ${storageKey} and o.begun_at > ${new Date(ctx.at.getTime() - day)}
      returning ${shownColumns}`)
    if (!file) throw unavailable('files.storage')
    ctx.audit({
      noun: 'File',
      subjectId: id,
      node: await homeOf(ctx),
      after: { mediaType, size, sha256 },
      person: { id: personId, after: { name } },
    })
    return file
  },
})

/**
 * Takes one file of the caller: known by its content, cleaned, stored, noted as the caller's own and unattached. The bytes are
 * stored before the row, under a key that is noted before the bytes: whatever is killed in between is swept. The same content
 * and name again is the same file, as long as it is unattached. Errors: RuleBroken `files.upload.*`; LimitReached
 * `files.upload.daily`; Unavailable `files.storage`. Source: DOC-1.
 */
export const upload = staged(record, {
  input: uploadInput,
  output: attachedFile,
  async act(services, caller, { name, content, square }) {
    if (!caller.principal) throw notSignedIn()
    const { store, limits } = services.files
    if (content.length > limits.fileBytes)
      throw ruleBroken('files.upload.too-large', { most: Math.floor(limits.fileBytes / 1_000_000) })
    const storageKey = await reserve(services, caller.principal, content.length)
    const mediaType = await sniff(content)
    const { small, ...kept } = await cleaned(content, mediaType, square)
    await store.put(storageKey, kept.content, mediaType)
    if (small) await store.put(smallKey(storageKey), small, 'image/webp')
    return record.perform(services, caller, {
      name: safeName(name, mediaType),
      mediaType,
      storageKey,
      size: kept.content.length,
      sha256: createHash('sha256').update(kept.content).digest('hex'),
      width: kept.width,
      height: kept.height,
    })
  },
})

async function cleaned(content: Uint8Array, mediaType: MediaType, square: boolean) {
  if (mediaType === 'image/jpeg' || mediaType === 'image/png' || mediaType === 'image/webp')
    return cleanImage(content, mediaType, square)
  return { content, small: undefined, width: null, height: null }
}

/** Notes that bytes are coming, within what a person may send in a day; refused ones count too. */
async function reserve(
  { db, clock, files: { limits } }: Services,
  { accountId, personId }: { accountId: string; personId: string },
  size: number,
): Promise<string> {
  const at = clock.now()
  const storageKey = `${at.toISOString().slice(0, 10)}/${newId(at)}`
  await db.transaction({ scope: {}, accountId, personId }, {}, async (tx) => {
    await oneAtATime(tx, accountId)
    const [sent] = await tx.rows<{ files: number; bytes: number }>(sql`
      select count(*)::int as files, coalesce(sum(size), 0)::float8 as bytes from file_object
       where account_id = ${accountId}::uuid and begun_at > ${new Date(at.getTime() - day)}`)
    if (sent!.files >= limits.dailyFiles || sent!.bytes + size > limits.dailyBytes)
      throw limitReached('files.upload.daily')
    await tx.rows(sql`
      insert into file_object (storage_key, account_id, size, begun_at)
      values (${storageKey}, ${accountId}::uuid, ${size}::int, ${at})`)
  })
  return storageKey
}

/** Uploads of one account are noted one after the other: two at once can't both be the last that fits. */
const oneAtATime = (tx: Context['tx'], accountId: string) =>
  tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`uploads of ${accountId}`}, 0))`)
