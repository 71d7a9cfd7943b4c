/** Plans and seats as people read them: with places, names, and who stands in for whom. */
import type { Context } from '../context.ts'
import type { ShownStep } from './approvals.schema.ts'
import type { PlannedStep } from './plan.schema.ts'
import { deputiesAt } from './sign.rules.ts'
import { usualTimes } from './usual-times.ts'
import { namesOf, type NamedWorld } from './world.ts'

/** Steps of a plan with names; of people no more than how they are called. Source: APR-6. */
export async function shownSteps(
  power: Context,
  kind: string,
  plan: readonly PlannedStep[],
  world: NamedWorld,
  nodeId: string,
): Promise<ShownStep[]> {
  const people = plan.flatMap(({ seats }) => seats.flatMap((seat) => seat.people))
  const names = await namesOf(power, [
    ...people,
    ...people.flatMap((id) => (world.deputies.get(id) ?? []).map((deputy) => deputy.id)),
  ])
  const usual = await usualTimes(power, kind, world.movementId, nodeId)
  const who = (id: string) => ({ id, name: names.get(id) ?? '' })
  return plan.map(({ seats, ...step }) => ({
    ...step,
    seats: seats.map((seat) => ({
      ...seat,
      people: seat.people.map((id) => {
        const deputyId = deputiesAt(world, id, seat.seat)[0]
        return { ...who(id), deputy: deputyId ? who(deputyId) : null }
      }),
      place: world.places.get(seat.nodeId ?? '') ?? null,
      usualHours: usual(step.act, seat.seat),
    })),
  }))
}
