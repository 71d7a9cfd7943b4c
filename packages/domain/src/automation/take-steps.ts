/** Takes the steps whose day has come for people: what each automation does, in the order of its days. Source: AUT-1 to AUT-4. */
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { changeStates, type OpenState } from '../people/index.ts'
import { dueActs, networkOf, nextActs, type Next } from './automation.rules.ts'
import { askAfter, askNoMore } from './ask-after.ts'
import { livesOf, type Life } from './facts.ts'
import { sendLetter } from './outgoing.ts'
import { makeTransition } from './transition.ts'
import { beginSeries, endSeries, writeActs, type Outcome, type Step } from './written-acts.ts'

/** What is due for these people, done in this transaction; says how many steps were taken. Doing it again does nothing. */
export async function takeSteps(ctx: Context, personIds: readonly string[]): Promise<number> {
  const lives = await livesOf(ctx, personIds)
  const due = [...lives.values()].flatMap((life) =>
    oneStateEach(dueActs(life.facts, life.holding.settings, life.past)).map((next): Step => ({ life, next })),
  )
  const doing = due.filter(({ next }) => next.verdict === 'do')
  await beginSeries(ctx, doing.filter(({ next }) => next.step in begins).map(seriesOf))
  await changeStatesOf(ctx, doing)
  for (const step of doing.filter(({ next }) => next.step === 'transition')) await makeTransition(ctx, step)
  for (const step of doing) await sendLetter(ctx, step, placeAfter(step))
  await askAfter(ctx, doing)
  await askNoMore(ctx, doing)
  const outcomes = due.flatMap(outcomeOf)
  await writeActs(ctx, outcomes)
  await settle(ctx, doing)
  await endSeries(ctx, [...outcomes.flatMap(endOf), ...[...lives.values()].flatMap(nothingLeft)])
  return outcomes.length
}

/** Steps that a series begins with, other than the welcome. */
const begins = { propose: true, inactive: true }
const changesState = ['state', 'inactive', 'returned', 'transition']

/** A membership changes its state once a day at most: what follows waits for the next sweep, and is computed anew then. */
function oneStateEach(due: readonly Next[]): Next[] {
  const [first] = due.filter(({ step, verdict }) => verdict === 'do' && changesState.includes(step))
  const later = due
    .filter((next) => next !== first && next.verdict === 'do' && changesState.includes(next.step))
    .map(({ automation }) => automation)
  return due.filter((next) => next === first || !later.includes(next.automation))
}

const seriesOf = ({ life, next: { automation, occurrence } }: Step) => ({
  life,
  automation,
  occurrence,
  origin: 'sweep',
})

async function changeStatesOf(ctx: Context, doing: readonly Step[]) {
  const back = await formerStates(
    ctx,
    doing.filter(({ next }) => next.step === 'returned').map(({ life }) => life.person.id),
  )
  const wishes = doing.flatMap(({ life: { person }, next }) => {
    const wish = stateOf(next, back.get(person.id))
    return wish ? [{ personId: person.id, ...wish }] : []
  })
  if (wishes.length) await changeStates(ctx, wishes)
}

function stateOf({ step }: Next, former: OpenState | undefined): { to: OpenState; reason: string } | null {
  switch (step) {
    case 'state':
      return { to: 'pre_graduate', reason: 'Nears graduation' }
    case 'inactive':
      return { to: 'inactive', reason: 'No sign of life' }
    case 'returned':
      return { to: former ?? 'member', reason: 'A sign of life' }
    case 'transition':
      return { to: 'alumni', reason: 'Graduated' }
    default:
      return null
  }
}

/** The state of the home membership before it became inactive. */
async function formerStates({ tx }: Context, personIds: readonly string[]): Promise<Map<string, OpenState>> {
  if (personIds.length === 0) return new Map()
  const rows = await tx.rows<{ personId: string; state: OpenState }>(sql`
    select distinct on (m.person_id) m.person_id as "personId", s.state
      from membership m join membership_state s on s.membership_id = m.id
     where m.person_id = any (${personIds}::uuid[]) and m.left_on is null and m.is_home and s.state not in ('inactive', 'archived')
     order by m.person_id, s.since desc, s.recorded_at desc, s.id desc`)
  return new Map(rows.map(({ personId, state }) => [personId, state]))
}

function outcomeOf({ life, next }: Step): Outcome[] {
  if (next.verdict === 'do') return [{ life, next, state: 'done' }]
  if (next.verdict !== 'wait') return [{ life, next, state: 'skipped', because: next.because }]
  return saidAlready(life, next) ? [] : [{ life, next, state: 'waiting', because: next.because }]
}

/** Whether it is on record that the step waits, and for this very reason. */
function saidAlready({ past }: Life, { automation, occurrence, step, because }: Next): boolean {
  return past.acts.some(
    (act) =>
      act.automation === automation &&
      act.occurrence === occurrence &&
      act.step === step &&
      act.reason === because?.code &&
      Object.entries(because?.values ?? {}).every(([name, value]) => act.values[name] === value),
  )
}

/** Silence that has been answered is not looked at again, until a new sign. */
async function settle({ tx }: Context, doing: readonly Step[]) {
  const ids = doing.filter(({ next }) => next.step === 'inactive').map(({ life }) => life.person.id)
  if (ids.length)
    await tx.rows(sql`update sign_of_life set settled_at = last_at where person_id = any (${ids}::uuid[])`)
}

function endOf({ life, next, state, because }: Outcome) {
  const { automation, occurrence, verdict, last } = next
  if (state === 'waiting') return []
  const stopped = verdict === 'stop'
  if (!stopped && !last) return []
  return [{ life, automation, occurrence, reason: (stopped && because?.code) || 'finished' }]
}

/** A series that was tuned shorter than it has already gone has nothing left to do. */
function nothingLeft(life: Life) {
  const { facts, past } = life
  const { settings } = life.holding
  const next = nextActs(facts, settings, past)
  return past.enrolments
    .filter(({ automation, ended }) => !ended && settings[automation].enabled)
    .filter((one) => !next.some((act) => act.automation === one.automation && act.occurrence === one.occurrence))
    .map(({ automation, occurrence }) => ({ life, automation, occurrence, reason: 'finished' }))
}

/** The place that writes: the person's home as it is after the step. */
const placeAfter = ({ life: { person, facts }, next: { step } }: Step): string =>
  step === 'transition' ? networkOf(facts)!.id : person.homeNodeId!
