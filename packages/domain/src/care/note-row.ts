import { may } from '@ministry/access'
import { find } from '@ministry/access/scope'
import type { Note } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import type { PersonRow } from '../people/index.ts'

/** The person, if whoever asks may read notes about them: nobody reads what is noted about themself. Throws NotFound. */
export async function findNoted(ctx: Context, personId: string): Promise<PersonRow> {
  if (personId === ctx.principal.personId) throw notFound('Note')
  return find<PersonRow>(ctx, 'read', 'Person', personId)
}

/** The note with whom it is about, if both may be read. Throws NotFound. */
export async function findNote(ctx: Context, id: string): Promise<{ note: Note; person: PersonRow }> {
  const note = await find<Note>(ctx, 'read', 'Note', id)
  return { note, person: await findNoted(ctx, note.personId) }
}

/** The words are their author's; whoever cares for the place in full may take them away as well. */
export const actsOn = ({ ability, principal }: Context, note: Note) => ({
  change: note.authorId === principal.personId && may(ability, 'update', 'Note', note),
  remove:
    may(ability, 'remove', 'Note', note) || (note.authorId === principal.personId && may(ability, 'end', 'Note', note)),
})

/** The place of an audit entry about a person. */
export const homeOf = ({ homeNodeId, homeIds }: Pick<PersonRow, 'homeNodeId' | 'homeIds'>) =>
  homeNodeId ? { id: homeNodeId, scopeIds: homeIds } : undefined
