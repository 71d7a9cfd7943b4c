/**
 * What will happen next for a person, and when: computed from what is so now, so that a moved graduation, a tuned setting or a
 * moved node moves it by itself. Pure: dates are calendar dates at the person's home. Source: AUT-1 to AUT-4.
 */
import { addDays, daysBetween, type CalendarDate } from '@ministry/kernel/calendar'
import type { AutomationName, AutomationSettings, Values } from './automation.schema.ts'
import { graduationDay, isForgotten, preGraduateDay, type Term } from './graduation.rules.ts'
import { silentOn, type Period } from './silence.rules.ts'

export interface Facts {
  today: CalendarDate
  state: string
  /** False where there is no home any more. */
  hasHome: boolean
  doNotContact: boolean
  /** Has said no to mails of the ministry. */
  unsubscribed: boolean
  /** As written: `2028-06` or `2028`. */
  expectedGraduation: string | null
  terms: readonly Term[]
  breaks: readonly Period[]
  /** What the person leads, and nobody beside them. */
  leads: readonly { role: string; node: string; nodeId: string }[]
  /** Graduate networks of the home's region. */
  networks: readonly { id: string; name: string }[]
  region: string | null
  /** What was said of the move that is proposed: into which network, and whether at once. */
  goAhead: { networkId: string | null; now: boolean }
  /** The last sign of life, and whether any sign of a kind that recurs was ever recorded. */
  lastSign: { on: CalendarDate; recurring: boolean } | null
}
/** A series under way or ended. */
export interface Enrolment {
  automation: AutomationName
  occurrence: string
  startedOn: CalendarDate
  ended: boolean
}
/** A step that has been done, left out, or waits. */
export interface DoneAct {
  automation: AutomationName
  occurrence: string
  step: string
  state: 'done' | 'skipped' | 'waiting'
  on: CalendarDate
}
/** Somebody's word that it shall wait: until a day (the day it was lifted counts too), or for good (null). */
export interface Hold {
  automation: AutomationName
  until: CalendarDate | null
}
export interface Reason {
  code: string
  values: Values
}
export interface Next {
  automation: AutomationName
  occurrence: string
  step: string
  /** Null while it is paused. */
  on: CalendarDate | null
  why: Reason
  /** What to do when the day comes. */
  verdict: 'do' | 'skip' | 'wait' | 'stop'
  /** Why it is left out, waits or ends the series. */
  because?: Reason
  /** The last step: the series ends with it. */
  last: boolean
}
export interface Past {
  enrolments: readonly Enrolment[]
  acts: readonly DoneAct[]
  holds: readonly Hold[]
}

/** What comes next, the nearest first; what is switched off doesn't. Source: AUT-1 to AUT-4. */
export function nextActs(facts: Facts, settings: AutomationSettings, past: Past): Next[] {
  const next = [
    ...(settings.welcome.enabled ? welcome(facts, settings, past) : []),
    ...(settings['pre-graduate'].enabled ? preGraduate(facts, settings, past) : []),
    ...(settings.alumni.enabled ? alumni(facts, settings, past) : []),
    ...(settings['re-engage'].enabled ? reEngage(facts, settings, past) : []),
  ]
  return next.toSorted((a, b) =>
    (a.on ?? '9999') < (b.on ?? '9999') ? -1 : (a.on ?? '9999') > (b.on ?? '9999') ? 1 : 0,
  )
}

/** Those whose day has come. */
export const dueActs = (facts: Facts, settings: AutomationSettings, past: Past): Next[] =>
  nextActs(facts, settings, past).filter(({ on }) => on !== null && on <= facts.today)

// ── Welcome ─────────────────────────────────────────────────────────────────────────────────────────────────────
function welcome(facts: Facts, { welcome: { days, lateDays } }: AutomationSettings, past: Past): Next[] {
  const enrolment = past.enrolments.find(({ automation, ended }) => automation === 'welcome' && !ended)
  if (!enrolment) return []
  const why = { code: 'registered', values: { on: enrolment.startedOn } }
  return mails(facts, past, { ...enrolment, from: enrolment.startedOn, days, lateDays, why }, endOfContact(facts))
}

/** Why nobody is written to any more; messaging has the last word on consents and addresses. */
function endOfContact({ hasHome, state, doNotContact, unsubscribed }: Facts): string | null {
  if (!hasHome) return 'left'
  if (state === 'archived') return 'archived'
  if (doNotContact) return 'do-not-contact'
  return unsubscribed ? 'unsubscribed' : null
}

interface Series {
  automation: AutomationName
  occurrence: string
  from: CalendarDate
  days: readonly number[]
  lateDays: number
  why: Reason
}

/**
 * The mails that are left of a series. A mail that went out late, or is held up, moves the following ones on, so that they keep
 * their distance; one that would be too late is left out. Source: AUT-1, AUT-4.
 */
function mails({ today }: Facts, past: Past, series: Series, stop: string | null): Next[] {
  const { automation, occurrence, from, days, lateDays, why } = series
  const steps = days.map((day, i) => ({ step: `mail-${i + 1}`, day: addDays(from, day), last: i === days.length - 1 }))
  const acted = (step: string) =>
    past.acts.find((act) => act.automation === automation && act.occurrence === occurrence && act.step === step)
  const left = steps.filter(({ step }) => !acted(step))
  if (left.length === 0) return []
  const base = { automation, occurrence, why }
  if (stop)
    return [
      { ...base, step: left[0]!.step, on: today, verdict: 'stop', because: { code: stop, values: {} }, last: true },
    ]
  const behind = steps.map(({ step, day }) => {
    const act = acted(step)
    return act?.state === 'done' ? daysBetween(day, act.on) : 0
  })
  const held = heldUntil(past, automation)
  const shift = Math.max(0, ...behind, held ? daysBetween(left[0]!.day, held) : 0)
  return left.map(({ step, day, last }): Next => {
    const on = addDays(day, shift)
    if (held === null) return { ...base, step, on: null, verdict: 'do', last }
    return daysBetween(on, today) > lateDays
      ? { ...base, step, on, verdict: 'skip', because: { code: 'too-late', values: { on } }, last }
      : { ...base, step, on, verdict: 'do', last }
  })
}

/** Not before this day; null while paused, undefined where nothing holds it up. */
function heldUntil({ holds }: Past, automation: AutomationName): CalendarDate | null | undefined {
  const mine = holds.filter((hold) => hold.automation === automation)
  if (mine.some(({ until }) => until === null)) return null
  return mine
    .flatMap(({ until }) => until ?? [])
    .toSorted()
    .at(-1)
}
const notBefore = (on: CalendarDate, held: CalendarDate | null | undefined) =>
  held === null ? null : held !== undefined && held > on ? held : on

// ── Graduation ──────────────────────────────────────────────────────────────────────────────────────────────────
function preGraduate(facts: Facts, settings: AutomationSettings, past: Past): Next[] {
  const { expectedGraduation: occurrence, state, today, terms } = facts
  if (!occurrence || state !== 'member' || !facts.hasHome) return []
  const day = graduationDay(occurrence, terms)
  // After the day itself the transition is proposed; a word that comes too late is not said.
  if (day <= today || acted(past, 'pre-graduate', occurrence, 'state')) return []
  const { monthsBefore } = settings['pre-graduate']
  const on = notBefore(preGraduateDay(day, monthsBefore), heldUntil(past, 'pre-graduate'))
  const why = { code: 'graduates', values: { expected: occurrence, months: monthsBefore } }
  return [{ automation: 'pre-graduate', occurrence, step: 'state', on, why, verdict: 'do', last: true }]
}
const acted = ({ acts }: Past, automation: AutomationName, occurrence: string, step: string) =>
  acts.find(
    (act) =>
      act.automation === automation && act.occurrence === occurrence && act.step === step && act.state !== 'waiting',
  )

function alumni(facts: Facts, settings: AutomationSettings, past: Past): Next[] {
  const { expectedGraduation, today } = facts
  const stale = past.enrolments.filter(
    ({ automation, occurrence, ended }) => automation === 'alumni' && !ended && occurrence !== expectedGraduation,
  )
  const withdrawn = stale.map(({ occurrence }): Next => {
    const because = { code: 'graduation-moved', values: {} }
    return { ...transition(occurrence), on: today, verdict: 'stop', because, last: true }
  })
  if (!expectedGraduation) return withdrawn
  return [...withdrawn, ...thisGraduation(facts, settings, past, expectedGraduation)]
}
const transition = (occurrence: string) => ({
  automation: 'alumni' as const,
  occurrence,
  step: 'transition',
  why: { code: 'graduated', values: { expected: occurrence } },
})

function thisGraduation(facts: Facts, settings: AutomationSettings, past: Past, occurrence: string): Next[] {
  const { today, state, terms, hasHome, goAhead } = facts
  const enrolment = past.enrolments.find((one) => one.automation === 'alumni' && one.occurrence === occurrence)
  // Who has gone silent graduates as well: asking after them is the graduates' from then on.
  const studies = hasHome && ['member', 'pre_graduate', 'inactive'].includes(state)
  if (enrolment?.ended) return []
  if (!studies) {
    if (!enrolment) return []
    const because = { code: state === 'alumni' ? 'alumni-already' : 'not-a-student', values: {} }
    return [{ ...transition(occurrence), on: today, verdict: 'stop', because, last: true }]
  }
  const day = graduationDay(occurrence, terms)
  if (!enrolment && isForgotten(day, today)) return []
  const { daysToObject } = settings.alumni
  const held = heldUntil(past, 'alumni')
  const proposedOn = enrolment?.startedOn ?? notBefore(day, held)
  const propose: Next = { ...transition(occurrence), step: 'propose', on: proposedOn, verdict: 'do', last: false }
  // Proposed late, the days to object count from then.
  const began = enrolment?.startedOn ?? (proposedOn !== null && proposedOn < today ? today : proposedOn)
  const obstacle = obstacleToTransition(facts)
  const apply: Next = {
    ...transition(occurrence),
    on: began === null ? null : notBefore(enrolment && goAhead.now ? today : addDays(began, daysToObject), held),
    why: { code: 'graduated', values: { expected: occurrence, days: daysToObject } },
    verdict: obstacle ? 'wait' : 'do',
    ...(obstacle && { because: obstacle }),
    last: true,
  }
  return enrolment ? [apply] : [propose, apply]
}

/** Where a graduate goes: the network that was chosen, or the only one of the region. Source: AUT-3. */
export function networkOf({ networks, goAhead }: Pick<Facts, 'networks' | 'goAhead'>) {
  const chosen = networks.find(({ id }) => id === goAhead.networkId)
  return chosen ?? (networks.length === 1 ? networks[0]! : null)
}

/** What must be done by people first: a successor for what the graduate leads, one network to go to. Source: AUT-3. */
export function obstacleToTransition(facts: Pick<Facts, 'leads' | 'networks' | 'goAhead' | 'region'>): Reason | null {
  const { leads, networks, region } = facts
  const [led] = leads
  if (led) return { code: 'leads', values: { role: led.role, node: led.node, nodeId: led.nodeId } }
  if (networkOf(facts)) return null
  if (networks.length === 0) return { code: 'no-network', values: { region: region ?? '' } }
  return { code: 'several-networks', values: { region: region ?? '' } }
}

// ── Silence ─────────────────────────────────────────────────────────────────────────────────────────────────────
const canFallSilent = ['visitor', 'member', 'pre_graduate']

function reEngage(facts: Facts, settings: AutomationSettings, past: Past): Next[] {
  const { lastSign, today, state } = facts
  const answered = past.enrolments
    .filter(({ automation }) => automation === 're-engage')
    .toSorted((a, b) => (a.occurrence < b.occurrence ? 1 : -1))[0]
  if (answered && lastSign && lastSign.on >= answered.startedOn) {
    const back = returned(facts, past, answered)
    if (back) return [back]
  }
  const { days, lateDays, monthsSilent } = settings['re-engage']
  const why = (since: string) => ({ code: 'silent', values: { since, months: monthsSilent } })
  if (answered && !answered.ended) {
    const { occurrence, startedOn } = answered
    // Made active again by hand: no need to ask any more. Graduates are asked after by those who receive them.
    const stop =
      endOfContact(facts) ?? (state === 'inactive' ? null : state === 'alumni' ? 'graduated' : 'active-again')
    return mails(facts, past, { ...answered, from: startedOn, days, lateDays, why: why(occurrence) }, stop)
  }
  if (!lastSign?.recurring || !canFallSilent.includes(state) || !facts.hasHome || facts.doNotContact) return []
  const occurrence = lastSign.on
  if (past.enrolments.some((one) => one.automation === 're-engage' && one.occurrence === occurrence)) return []
  const on = notBefore(silentOn(lastSign.on, monthsSilent, facts.breaks), heldUntil(past, 're-engage'))
  const begin: Next = {
    ...{ automation: 're-engage', occurrence, step: 'inactive', on, why: why(occurrence) },
    ...{ verdict: 'do', last: false },
  }
  const from = on !== null && on < today ? today : on
  if (from === null || facts.unsubscribed) return [begin]
  return [
    begin,
    ...mails(facts, past, { automation: 're-engage', occurrence, from, days, lateDays, why: why(occurrence) }, null),
  ]
}

/** A sign of life after it had been asked for. */
function returned({ lastSign, state, today }: Facts, past: Past, { occurrence }: Enrolment): Next | null {
  const automation = 're-engage'
  if (acted(past, automation, occurrence, 'returned')) return null
  const why = { code: 'sign', values: { on: lastSign!.on } }
  if (state !== 'inactive') return null
  return { automation, occurrence, step: 'returned', on: today, why, verdict: 'do', last: true }
}
