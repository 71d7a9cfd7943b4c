import { find } from '@ministry/access/scope'
import type { PersonRow } from '../people/index.ts'
import { query } from '../verb.ts'
import { addressOf, mayMove } from './address.ts'
import { mayWrite, readableRelatives, seesFamily } from './family-row.ts'
import { relativeIn } from './families.rules.ts'
import { familyInput, familyOutput } from './families.schema.ts'

/**
 * Who a person's relatives are, and whom they live with: only people whom the reader may read in their own right. Errors: NotFound.
 * Source: PPL-7, ACS-3.
 */
export const family = query({
  name: 'families.family',
  permission: { action: 'read', noun: 'Household' },
  input: familyInput,
  output: familyOutput,
  async run(ctx, { personId }) {
    const person = await find<PersonRow>(ctx, 'read', 'Person', personId)
    if (!seesFamily(ctx, person)) return { relations: [], households: [], mayWrite: false }
    const rows = await ctx.tx.prisma.relation.findMany({
      where: { OR: [{ aId: personId }, { bId: personId }] },
      orderBy: { createdAt: 'asc' },
    })
    const living = await ctx.tx.prisma.household.findMany({
      where: { members: { some: { personId } } },
      include: { members: true },
      orderBy: { createdAt: 'asc' },
    })
    const otherOf = ({ aId, bId }: { aId: string; bId: string }) => (aId === personId ? bId : aId)
    const people = await readableRelatives(ctx, [
      personId,
      ...rows.map(otherOf),
      ...living.flatMap(({ members }) => members.map((one) => one.personId)),
    ])
    const mine = addressOf(ctx, person)
    return {
      relations: rows.flatMap((row) => {
        const other = people.get(otherOf(row))
        return other ? [{ id: row.id, is: relativeIn(row, personId), person: { id: other.id, name: other.name } }] : []
      }),
      households: living.map(({ id, name, members }) => {
        const seen = members.flatMap(({ personId: memberId, role }) => {
          const one = people.get(memberId)
          return one ? [{ one, role: role as 'adult' | 'child' }] : []
        })
        return {
          ...{ id, name },
          members: seen
            .sort(
              (a, b) => Number(b.one.id === personId) - Number(a.one.id === personId) || a.role.localeCompare(b.role),
            )
            .map(({ one, role }) => ({ id: one.id, name: one.name, role, address: addressOf(ctx, one) })),
          mayShareAddress:
            Boolean(mine) &&
            seen.some(({ one }) => one.id !== personId && addressOf(ctx, one) !== mine && mayMove(ctx, one)),
        }
      }),
      mayWrite: mayWrite(ctx, person),
    }
  },
})
