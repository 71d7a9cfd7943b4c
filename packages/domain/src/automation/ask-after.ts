/** Somebody who leads is asked to look after whoever has gone silent. Source: AUT-4, PPL-6. */
import { addDays } from '@ministry/kernel/calendar'
import { newId } from '@ministry/kernel/id'
import { m } from '@ministry/kernel/messages'
import { leadersNear } from '../colleagues.ts'
import type { Context } from '../context.ts'
import { createFollowUps, dropFollowUps } from '../follow-ups/index.ts'
import type { Step } from './written-acts.ts'

/** One silence is asked after once, whoever asks again. */
const keyOf = ({ life, next }: Step) => `re-engage:${life.person.id}:${next.occurrence}`
const since = ({ next: { occurrence } }: Step) => occurrence

/**
 * Makes a follow-up for the nearest leader of each who has just gone silent, or for nobody yet where nobody leads; none where the place
 * wants none. Errors: those of createFollowUps. Source: AUT-4.
 */
export async function askAfter(ctx: Context, steps: readonly Step[]): Promise<void> {
  const asked = steps.filter(
    ({ next, life }) => next.step === 'inactive' && life.holding.settings['re-engage'].followUpDays > 0,
  )
  if (asked.length === 0) return
  const leaders = await leadersNear(
    ctx,
    asked.map(({ life: { person } }) => ({ id: person.id, homeIds: person.homeIds })),
    'update',
    'FollowUp',
  )
  await createFollowUps(
    ctx,
    asked.map((step) => ({
      id: newId(ctx.at),
      personId: step.life.person.id,
      title: m.automation_follow_up_title(),
      detail: m.automation_follow_up_detail({ since: since(step) }),
      dueOn: addDays(step.life.facts.today, step.life.holding.settings['re-engage'].followUpDays),
      assigneeId: leaders.get(step.life.person.id)?.personId ?? null,
      origin: 'automation',
      dedupeKey: keyOf(step),
    })),
  )
}

/** Whoever gave a sign of life need not be asked after any more. */
export async function askNoMore(ctx: Context, steps: readonly Step[]): Promise<void> {
  const returned = steps.filter(({ next }) => next.step === 'returned')
  if (returned.length === 0) return
  await dropFollowUps(ctx, { keys: returned.map(keyOf) }, m.automation_follow_up_returned())
}
