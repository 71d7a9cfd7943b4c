/** A route as a form: written into fields, changed by its buttons, read back. Without JavaScript the same. Source: APR-1. */
import type { routesOutput } from '@ministry/domain/approvals/schema'
import { readAmount } from '@ministry/kernel/money'
import type * as z from 'zod'
import type { Answer } from '../answer.ts'

export type RouteKind = z.output<typeof routesOutput>['kinds'][number]
export type Route = RouteKind['definition']
export type Rule = Route['rules'][number]
export type Step = Rule['steps'][number]
export type Seat = Step['seats'][number]
type Issue = { name: string; message: string }

/** What the editor learns when its act was refused: nothing that was typed is lost, whoever was quicker. */
export interface RouteAnswer extends Answer {
  /** The route as it was typed, where it was; it isn't saved. */
  mine?: Route | undefined
  /** Where somebody else was quicker: the draft as it stands now, null where there is none any more. */
  theirs?: { hash: string; definition: Route } | null
}

/** A seat as one word: `campus-leader`, `lead:here`. */
export const seatWord = (seat: Seat): string => ('seat' in seat ? seat.seat : `lead:${seat.lead}`)
const seatOf = (word: string): Seat =>
  word === 'lead:here' || word === 'lead:above'
    ? { lead: word === 'lead:here' ? 'here' : 'above' }
    : ({ seat: word } as Seat)

/** Reads a route from the form's fields; amounts that can't be read are named by their fields. */
export function readRoute(form: FormData, currency: string, complaint: string): { route: Route; issues: Issue[] } {
  const issues: Issue[] = []
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const amount = (name: string) => {
    if (!text(name)) return null
    const read = readAmount(text(name), currency)
    if ('minor' in read && read.minor >= 0) return read.minor
    issues.push({ name, message: complaint })
    return null
  }
  const count = (name: string) => Math.min(40, Math.max(0, Number(text(name)) || 0))
  const rules = Array.from({ length: count('rules') }, (_, r): Rule => {
    const facts = Object.fromEntries(
      [...new Set([...form.keys()].flatMap((key) => new RegExp(`^r${r}\\.fact\\.(\\w+)$`).exec(key)?.[1] ?? []))].map(
        (fact) => [fact, form.getAll(`r${r}.fact.${fact}`).map(String)],
      ),
    )
    return {
      when: { over: amount(`r${r}.over`), upTo: amount(`r${r}.upTo`), facts },
      steps: Array.from({ length: count(`r${r}.steps`) }, (_, s): Step => {
        const at = `r${r}.s${s}`
        return {
          act: text(`${at}.act`) === 'endorse' ? 'endorse' : 'decide',
          quorum: Math.min(9, Math.max(1, Math.trunc(Number(text(`${at}.quorum`))) || 1)),
          seats: form.getAll(`${at}.seat`).map((word) => seatOf(String(word))),
        }
      }),
    }
  })
  return { route: { rules, dueWorkingDays: Math.trunc(Number(text('dueWorkingDays'))) || 3 }, issues }
}

/** One lead of the case's node decides: what a new step says until it is changed. */
const newStep = (): Step => ({ act: 'decide', seats: [{ lead: 'here' }], quorum: 1 })

/**
 * The route after one of the form's buttons: `add-rule`, `remove-rule:1`, `rule-up:1`, `add-step:0`, `remove-step:0.1`, `step-up:0.1`,
 * `add-seat:0.1`, `remove-seat:0.1.0`. An act that would leave nothing, or more than the shape takes, changes nothing.
 */
export function changed(route: Route, act: string): Route {
  const [name, at = ''] = act.split(':') as [string, string?]
  const [r = -1, s = -1, seat = -1] = at.split('.').map(Number)
  const rules = route.rules
  const inRule = (change: (rule: Rule) => Rule): Route => ({
    ...route,
    rules: rules.map((rule, index) => (index === r ? change(rule) : rule)),
  })
  const inStep = (change: (step: Step) => Step) =>
    inRule((rule) => ({ ...rule, steps: rule.steps.map((step, index) => (index === s ? change(step) : step)) }))
  switch (name) {
    case 'add-rule':
      return {
        ...route,
        rules: grown(rules, { when: { over: null, upTo: null, facts: {} }, steps: [newStep()] }, 40),
      }
    case 'remove-rule':
      return { ...route, rules: without(rules, r) }
    case 'rule-up':
      return { ...route, rules: raised(rules, r) }
    case 'add-step':
      return inRule((rule) => ({ ...rule, steps: grown(rule.steps, newStep(), 8) }))
    case 'remove-step':
      return inRule((rule) => ({ ...rule, steps: without(rule.steps, s) }))
    case 'step-up':
      return inRule((rule) => ({ ...rule, steps: raised(rule.steps, s) }))
    case 'add-seat':
      return inStep((step) => ({ ...step, seats: grown(step.seats, { lead: 'above' }, 4) }))
    case 'remove-seat':
      return inStep((step) => ({ ...step, seats: without(step.seats, seat) }))
    default:
      return route
  }
}

const grown = <T>(all: T[], one: T, most: number) => (all.length < most ? [...all, one] : all)
const without = <T>(all: T[], index: number) => (all.length > 1 ? all.filter((_, at) => at !== index) : all)
const raised = <T>(all: T[], index: number) =>
  index > 0 && index < all.length ? all.with(index - 1, all[index]!).with(index, all[index - 1]!) : all
