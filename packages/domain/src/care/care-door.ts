/** The one door to care notes: the database shows none of them, not even to their author, to whoever doesn't come through it. Source: ACS-6, ACS-4. */
import { rowScopeOf } from '@ministry/access'
import { reaches } from '@ministry/access/scope'
import { sql, type CareNote } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { leadingNodes } from '../colleagues.ts'
import type { Context } from '../context.ts'
import { openMemberships } from '../people/index.ts'
import { reasonToOpen } from './care.rules.ts'
import { findNoted } from './note-row.ts'

/** What decides which care notes somebody opens. */
export interface CareReader {
  personId: string
  leads: string[]
  /** Where they care for people in full: what ACS-2 calls limited is no right to care notes. */
  cares: string[]
  /** People over whom they have broken the glass, now. */
  opened: string[]
}
export type OpenCareNote = CareNote & { sharedWith: string[]; because: NonNullable<ReturnType<typeof reasonToOpen>> }

/** The nodes at which somebody may write care notes, and break the glass. */
const caringNodes = ({ rights }: Context): string[] =>
  rights.flatMap(({ noun, actions, only, place, nodeIds }) =>
    noun === 'Note' && actions.includes('manage') && !only && place === 'below-or-at' ? nodeIds : [],
  )

/** The glass that whoever asks has broken over this person and that is still open. */
export async function openGlass(
  { tx, principal, at }: Context,
  personId: string,
): Promise<{ id: string; personId: string; nodeId: string; endsAt: Date } | null> {
  return tx.prisma.breakGlass.findFirst({
    where: { personId, byPersonId: principal.personId, at: { lte: at }, endsAt: { gt: at } },
    orderBy: { endsAt: 'desc' },
    select: { id: true, personId: true, nodeId: true, endsAt: true },
  })
}

/** Who asks, as far as care notes about these people go. */
export async function careReader(ctx: Context, personId: string): Promise<CareReader> {
  const opened = (await openGlass(ctx, personId)) ? [personId] : []
  return { personId: ctx.principal.personId, leads: leadingNodes(ctx), cares: caringNodes(ctx), opened }
}

/** Goes through the door, within the same transaction. */
export function throughDoor<T>(
  ctx: Context,
  { personId, leads, cares, opened }: CareReader,
  run: () => Promise<T>,
): Promise<T> {
  const care = { 'Care.door': [personId], 'Care.lead': leads, 'Care.write': cares, 'Care.opened': opened }
  return ctx.tx.as({ scope: { ...rowScopeOf(ctx.rights), ...care }, personId, accountId: ctx.principal.accountId }, run)
}

/** The notes that the reader may open, the latest first, each with why; asked of the rule and of the database. */
export async function openNotes(ctx: Context, reader: CareReader, where: object): Promise<OpenCareNote[]> {
  const rows = await throughDoor(ctx, reader, () =>
    ctx.tx.prisma.careNote.findMany({
      where,
      include: { shares: { select: { personId: true } } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: 200,
    }),
  )
  return rows.flatMap(({ shares, ...note }) => {
    const sharedWith = shares.map(({ personId }) => personId)
    const because = reasonToOpen({ ...note, sharedWith }, reader)
    return because ? [{ ...note, sharedWith, because }] : []
  })
}

/** A note that the reader wrote, about somebody whom they still see. Throws NotFound: what others wrote can be read at most. */
export async function ownNote(ctx: Context, id: string): Promise<OpenCareNote> {
  ctx.asked('write-care', 'Note')
  const reader = { personId: ctx.principal.personId, leads: [], cares: [], opened: [] }
  const [note] = await openNotes(ctx, reader, { id, authorId: reader.personId })
  if (!note) throw notFound('CareNote')
  await findNoted(ctx, note.personId)
  return note
}

/** Where whoever asks may do this about the person: the home, or the nearest other place that they care for. */
export async function placeOfCare(
  ctx: Context,
  action: 'write-care' | 'break-glass',
  personId: string,
): Promise<{ id: string; scopeIds: string[] } | undefined> {
  const open = (await openMemberships(ctx, [personId])).get(personId) ?? []
  const places = open.map(({ nodeId, scopeIds }) => ({ id: nodeId, scopeIds }))
  return places.find((place) => reaches(ctx, action, 'Note', place))
}

/** Sets who may read a note besides. */
export async function writeShares({ tx }: Context, noteId: string, sharedWith: readonly string[]): Promise<void> {
  await tx.rows(
    sql`delete from care_note_share where note_id = ${noteId}::uuid and person_id <> all (${sharedWith}::uuid[])`,
  )
  await tx.rows(sql`
    insert into care_note_share (note_id, person_id) select ${noteId}::uuid, id from unnest(${sharedWith}::uuid[]) w(id) on conflict do nothing`)
}
