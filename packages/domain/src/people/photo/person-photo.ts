/** Who sees and sets the photo of a person. Source: PPL-1, DOC-1, ACS-3. */
import { may } from '@ministry/access'
import { scope } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { Context } from '../../context.ts'
import type { FileAsking, FileSubject } from '../../file-subject.ts'

/**
 * The photo is seen by whoever may read it of this person, and set by whoever may change it. A picture that is the person's photo
 * no longer (of a record that was merged into this one) is seen by nobody.
 */
export const personFiles: FileSubject = {
  noun: 'Person',
  mayRead: (ctx, id, fileId) => mayFor(ctx, 'read', id, fileId),
  mayAttach: (ctx, id) => mayFor(ctx, 'update', id),
}

async function mayFor(ctx: FileAsking, action: string, id: string, fileId?: string): Promise<boolean> {
  const person = await ctx.tx.prisma.person.findFirst({ where: { AND: [scope(ctx, 'read', 'Person'), { id }] } })
  if (!person || (fileId !== undefined && person.photoId !== fileId)) return false
  return may(ctx.ability, action, 'Person', person, 'photo')
}

/**
 * What these people last said about photos, through whatever channel: null where none has said anything, and of two words at one
 * instant, or of two people, the no. Source: PPL-1, PRV-2.
 */
export async function saidOfPhotos({ tx }: Context, ids: readonly string[]): Promise<boolean | null> {
  const [row] = await tx.rows<{ yes: boolean | null }>(sql`
    select bool_and(w.given) as yes from (
      select distinct on (c.person_id) c.given from consent c
       where c.person_id = any (${[...ids]}::uuid[]) and c.purpose = 'photos' order by c.person_id, c.at desc, c.given, c.id desc) w`)
  return row!.yes
}
