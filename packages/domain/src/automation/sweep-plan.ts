/** For each node of a movement, whom a sweep looks for there today: what is switched off or not yet due is not even read. */
import { dateIn, addDays, addMonths, type CalendarDate } from '@ministry/kernel/calendar'
import type { Context } from '../context.ts'
import { unsaidSettings, type AutomationName } from './automation.schema.ts'
import { holdingAt, nodesWithWords, type Holding } from './chains.ts'
import { graduationDay, preGraduateDay } from './graduation.rules.ts'
import { silentSince } from './silence.rules.ts'

/** Expected graduations of a node that are due, as they are written: months up to this one, and these years. */
export interface DueGraduations {
  nodeId: string
  upTo: string
  years: string[]
}
export interface SweepPlan {
  /** Nodes where a series of the automation goes on. */
  goingOn: Record<AutomationName, string[]>
  preGraduates: DueGraduations[]
  graduates: DueGraduations[]
  /** The latest last sign of life that is silence enough, by node. */
  silent: { nodeId: string; since: CalendarDate }[]
  /** Every day that a series has a mail on, by any node's settings. */
  seriesDays: number[]
  /** The fewest days that a transition waits anywhere. */
  daysToObject: number
}

/**
 * Whom to look for at a node and below. With `ahead`, as if so many days had passed: for a look at what is planned. Two statements.
 */
export async function sweepPlan(
  ctx: Context,
  below: { id: string; scopeIds: readonly string[] },
  ahead = 0,
): Promise<SweepPlan> {
  const nodes = await nodesWithWords(ctx, { below })
  const plan: SweepPlan = {
    goingOn: { welcome: [], 'pre-graduate': [], alumni: [], 're-engage': [] },
    preGraduates: [],
    graduates: [],
    silent: [],
    seriesDays: [...unsaidSettings.welcome.days, ...unsaidSettings['re-engage'].days],
    daysToObject: unsaidSettings.alumni.daysToObject,
  }
  const silences = new Map<string, CalendarDate>()
  for (const { id: nodeId, scopeIds } of nodes.values()) {
    if (!scopeIds.includes(below.id)) continue
    const holding = holdingAt(ctx, nodes, scopeIds)
    const today = addDays(holding.today, ahead)
    const { settings } = holding
    for (const name of Object.keys(plan.goingOn) as AutomationName[])
      if (settings[name].enabled) plan.goingOn[name].push(nodeId)
    if (settings['pre-graduate'].enabled) plan.preGraduates.push({ nodeId, ...preGraduatesOf(holding, today) })
    if (settings.alumni.enabled) plan.graduates.push({ nodeId, ...graduatesOf(holding, today) })
    if (settings['re-engage'].enabled) {
      const key = JSON.stringify([today, settings['re-engage'].monthsSilent, holding.breaks])
      const since = silences.get(key) ?? silentSince(today, settings['re-engage'].monthsSilent, holding.breaks)
      silences.set(key, since)
      plan.silent.push({ nodeId, since })
    }
    plan.seriesDays.push(...settings.welcome.days, ...settings['re-engage'].days)
    plan.daysToObject = Math.min(plan.daysToObject, settings.alumni.daysToObject)
  }
  plan.seriesDays = [...new Set(plan.seriesDays)]
  return plan
}

function preGraduatesOf({ settings, terms }: Holding, today: CalendarDate) {
  const { monthsBefore } = settings['pre-graduate']
  const due = (expected: string) => preGraduateDay(graduationDay(expected, terms), monthsBefore) <= today
  return { upTo: addMonths(`${today.slice(0, 8)}01`, monthsBefore).slice(0, 7), years: yearsFrom(today, due) }
}

function graduatesOf({ terms }: Holding, today: CalendarDate) {
  const due = (expected: string) => graduationDay(expected, terms) <= today
  // Months end: the present one counts only on its last day.
  const upTo = due(today.slice(0, 7)) ? today.slice(0, 7) : addMonths(today, -1).slice(0, 7)
  return { upTo, years: yearsFrom(today, due) }
}

/** Years, written alone, that are due: last year's and those of the next two. */
const yearsFrom = (today: CalendarDate, due: (expected: string) => boolean): string[] =>
  [-1, 0, 1, 2].map((ahead) => String(Number(today.slice(0, 4)) + ahead)).filter(due)

/** Today where days begin first. */
export const latestToday = (ctx: Context, ahead = 0): CalendarDate => addDays(dateIn(ctx.at, 'Etc/GMT-14'), ahead)
