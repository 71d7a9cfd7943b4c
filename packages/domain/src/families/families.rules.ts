/** What people are to each other, as it is kept in one row and as each side says it. Pure. Source: PPL-7. */
import type { Relative, RelationKind } from './families.schema.ts'

/** The word of the other side: for whom it is the same, it is the word itself. */
const opposite: Record<Relative, Relative> = {
  ...{ spouse: 'spouse', sibling: 'sibling', friend: 'friend' },
  ...{ parent: 'child', child: 'parent', guardian: 'ward', ward: 'guardian', mentor: 'mentee', mentee: 'mentor' },
}
/** Words that a row isn't kept by: the row of the other side is. */
const turned: readonly Relative[] = ['child', 'ward', 'mentee']

/** Whether both are the same to each other. */
export const symmetric = (is: Relative): boolean => opposite[is] === is

/** The one row for "other is `is` to person". Of two that are the same to each other, `a` has the lower identifier. */
export function rowFor(
  personId: string,
  otherId: string,
  is: Relative,
): { aId: string; bId: string; kind: RelationKind } {
  if (symmetric(is)) {
    const [aId, bId] = personId < otherId ? [personId, otherId] : [otherId, personId]
    return { aId, bId, kind: is as RelationKind }
  }
  return turned.includes(is)
    ? { aId: personId, bId: otherId, kind: opposite[is] as RelationKind }
    : { aId: otherId, bId: personId, kind: is as RelationKind }
}

/** What the other of a row is to this person. */
export const relativeIn = ({ aId, kind }: { aId: string; kind: string }, personId: string): Relative =>
  aId === personId ? opposite[kind as Relative] : (kind as Relative)
