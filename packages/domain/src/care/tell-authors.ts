import type { Context } from '../context.ts'
import { notifyAll } from '../notify.ts'
import type { OpenCareNote } from './care-door.ts'

/** Tells whoever wrote what a broken glass opens, each once a glass. Says how many notes these are. Source: ACS-6. */
export async function tellAuthors(
  ctx: Context,
  glass: { id: string; personId: string; nodeId: string },
  notes: readonly OpenCareNote[],
): Promise<number> {
  const opened = notes.filter(({ because }) => because === 'break-glass')
  await notifyAll(
    ctx,
    [...new Set(opened.map(({ authorId }) => authorId))].map((personId) => ({
      ...{ personId, kind: 'care-note-opened' as const, nodeId: glass.nodeId, aboutId: glass.personId },
      dedupeKey: `care-note-opened:${glass.id}:${personId}`,
    })),
  )
  return opened.length
}
