/** Who sees and sets the photo of a person. Source: PPL-1, DOC-1, ACS-3. */
import { may } from '@ministry/access'
import { scope } from '@ministry/access/scope'
import type { FileAsking, FileSubject } from '../../file-subject.ts'

/** The photo is seen by whoever may read it of this person, and set by whoever may change it. */
export const personFiles: FileSubject = {
  noun: 'Person',
  mayRead: (ctx, id) => mayFor(ctx, 'read', id),
  mayAttach: (ctx, id) => mayFor(ctx, 'update', id),
}

async function mayFor(ctx: FileAsking, action: string, id: string): Promise<boolean> {
  const person = await ctx.tx.prisma.person.findFirst({ where: { AND: [scope(ctx, 'read', 'Person'), { id }] } })
  return person !== null && may(ctx.ability, action, 'Person', person, 'photo')
}
