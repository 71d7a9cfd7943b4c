/** A person's life in memory: what sweeps would do to them, without a database. Only tests import this. */
import type { CalendarDate } from '@ministry/kernel/calendar'
import { dueActs, type DoneAct, type Enrolment, type Facts, type Hold, type Next } from '../automation.rules.ts'
import { unsaidSettings, type AutomationSettings } from '../automation.schema.ts'

/** A member of whom nothing special is known. */
const student: Facts = {
  today: '2026-11-16',
  state: 'member',
  hasHome: true,
  doNotContact: false,
  unsubscribed: false,
  expectedGraduation: null,
  terms: [],
  breaks: [],
  leads: [],
  networks: [{ id: 'n1', name: 'Graduates' }],
  region: 'Highlands',
  goAhead: { networkId: null, now: false },
  lastSign: null,
}

export interface LifeSoFar {
  facts: Facts
  settings: AutomationSettings
  enrolments: Enrolment[]
  acts: DoneAct[]
  holds: Hold[]
}
/** A student's life from which something differs. */
export const lifeOf = (facts: Partial<Facts> = {}, more: Partial<Omit<LifeSoFar, 'facts'>> = {}): LifeSoFar => ({
  facts: { ...student, ...facts },
  settings: unsaidSettings,
  enrolments: [],
  acts: [],
  holds: [],
  ...more,
})
/** The welcome series of somebody who was registered on a day. */
export const registered = (on: CalendarDate): Enrolment => ({
  automation: 'welcome',
  occurrence: 'registration',
  startedOn: on,
  ended: false,
})

const states: Record<string, string> = {
  state: 'pre_graduate',
  inactive: 'inactive',
  returned: 'member',
  transition: 'alumni',
}

/** One sweep on a day; the effects of its steps become facts. Says what was done. */
export function sweep(life: LifeSoFar, today: CalendarDate): Next[] {
  life.facts = { ...life.facts, today }
  const due = dueActs(life.facts, life.settings, life)
  for (const next of due) take(life, next)
  return due
}

function take(life: LifeSoFar, { automation, occurrence, step, verdict, last }: Next) {
  const { today } = life.facts
  const same = (other: { automation: string; occurrence: string }) =>
    other.automation === automation && other.occurrence === occurrence
  life.acts = life.acts.filter((act) => !(same(act) && act.step === step && act.state === 'waiting'))
  const state = verdict === 'do' ? 'done' : verdict === 'wait' ? 'waiting' : 'skipped'
  if (life.acts.some((act) => same(act) && act.step === step)) throw new Error(`${automation} ${step} twice`)
  life.acts.push({ automation, occurrence, step, state, on: today })
  if (verdict === 'do') {
    if (states[step]) life.facts = { ...life.facts, state: states[step] }
    if (step === 'propose' || step === 'inactive')
      life.enrolments.push({ automation, occurrence, startedOn: today, ended: false })
  }
  if (verdict !== 'wait' && (last || verdict === 'stop'))
    for (const enrolment of life.enrolments) if (same(enrolment)) enrolment.ended = true
}
