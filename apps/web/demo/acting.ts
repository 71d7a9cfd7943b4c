/** The demo's people acting on days that have been: each by the product's own verbs, with the clock of that day. */
import { createAuth } from '@ministry/auth'
import { createCaller, type Api, type Caller, type Product } from '@ministry/api'
import { addDays, dateIn, fixedClock, startOfDay, type CalendarDate } from '@ministry/kernel/calendar'
import { notFound } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { story, type StoryNode, type StoryPerson } from '@ministry/seed'

export type Services = Product['services']
type Actor = keyof typeof story.people
/** Days ago and a time of that day, as the movement's clocks show it. */
export type When = readonly [daysAgo: number, time: string]

export interface Stage {
  services: Services
  now: Date
  instant(when: When): Date
  /** The calendar date so many days after today. */
  day(later: number): CalendarDate
  /** Somebody who has an account, as they were at that time. */
  callerOf(actor: Actor, when: When): Promise<{ services: Services; caller: Caller }>
  /** Their typed procedures. */
  as(actor: Actor, when: When): Promise<Api>
}

const zone = story.nodes.lighthouse.settings!.timeZone!

/** Sets the stage: everything happens before this instant. */
export function setStage(services: Services, now: Date): Stage {
  const accounts = [...Object.values(story.accounts), ...Object.values(story.furtherAccounts)]
  const day = (later: number) => addDays(dateIn(now, zone), later)
  const instant = ([daysAgo, time]: When) => {
    const [hours, minutes] = time.split(':').map(Number) as [number, number]
    const then = startOfDay(day(-daysAgo), zone).getTime() + (hours * 60 + minutes) * 60_000
    return new Date(Math.min(then, now.getTime() - 60_000))
  }
  const stage: Stage = {
    services,
    now,
    day,
    instant,
    async callerOf(actor, when) {
      const account = accounts.find(({ personId }) => personId === story.people[actor].id)
      if (!account) throw notFound('Account')
      const clock = fixedClock(instant(when))
      // Who they were on that day: deputies are so for a time.
      const { sessions } = createAuth({
        ...{ db: services.authDb, clock, pepper: '' },
        tokens: { secrets: [''], issuer: services.origin },
      })
      const principal = await sessions.principalOf(account.accountId)
      return {
        services: { ...services, clock },
        caller: {
          principal,
          // Whoever acts in the story has just signed in.
          session: { id: 'demo', provenAt: clock.now(), secondFactor: true },
          request: { id: newId(), device: 'Demo' },
        },
      }
    },
    async as(actor, when) {
      return createCaller(await stage.callerOf(actor, when))
    },
  }
  return stage
}

const called = new Set(Object.values<StoryPerson>(story.people).map(({ id }) => id))
const leading = new Set(story.assignments.map(({ personId }) => personId))

/** Somebody of the crowd who is at home at the place, leads nothing and may be contacted: always the same for the same number. */
export function someone(place: StoryNode, number: number): StoryPerson {
  const here = story.everybody.filter(
    ({ id, memberships, doNotContact }) =>
      !called.has(id) &&
      !leading.has(id) &&
      !doNotContact &&
      memberships.some(
        ({ nodeId, isHome, leftOn, states }) =>
          nodeId === place.id && isHome && !leftOn && !['archived', 'inactive'].includes(states.at(-1)!.state),
      ),
  )
  const found = here[number % here.length]
  if (!found) throw notFound('Person')
  return found
}

/** Does one after the other: what comes later may stand on what came before. */
export async function inTurn<T>(all: readonly T[], act: (each: T, index: number) => Promise<unknown>): Promise<void> {
  for (const [index, each] of all.entries()) await act(each, index)
}
