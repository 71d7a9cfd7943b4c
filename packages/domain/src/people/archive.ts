import { find } from '@ministry/access/scope'
import { notFound } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { lockPeople } from './lock-people.ts'
import { openMemberships, type OpenMembership } from './open-memberships.ts'
import { archiveInput, done } from './people.schema.ts'
import type { PersonRow } from './person-row.ts'
import { placesOf } from './places.ts'
import { setStates } from './set-states.ts'
import { assertNotHigher } from './stands-higher.ts'

/**
 * Takes a person out of every list, with all that is on record; `restore` brings them back. One who is archived already is left.
 * Errors: NotFound, NotAllowed, RuleBroken people.archive.higher-role. Source: PPL-2, IMP-6.
 */
export const archive = mutation({
  name: 'people.archive',
  permission: { action: 'archive', noun: 'Person' },
  input: archiveInput,
  output: done,
  async run(ctx, { id, reason }) {
    const membership = await homeToArchive(ctx, id, 'people.archive.higher-role')
    const { today } = (await placesOf(ctx, [membership.nodeId])).get(membership.nodeId)!
    if (membership.state !== 'archived') await setStates(ctx, [{ membership, to: 'archived', on: today, reason }])
    return { id }
  },
})

/** The home of a person whom the caller may archive and restore. Throws NotFound, NotAllowed, or the rule where they stand higher. */
export async function homeToArchive(ctx: Context, id: string, higher: string): Promise<OpenMembership> {
  await lockPeople(ctx, [id])
  await find<PersonRow>(ctx, 'archive', 'Person', id)
  await assertNotHigher(ctx, id, higher)
  const home = (await openMemberships(ctx, [id])).get(id)?.find(({ isHome }) => isHome)
  if (!home) throw notFound('Membership')
  return home
}
