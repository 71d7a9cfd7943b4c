/** What happens next for a person, in words, by automation: that is what can be held up. */
import type { Api } from '@ministry/api'
import type { NextAct } from '@ministry/domain/automation/schema'
import { m } from '@ministry/kernel/messages'
import { formatList, formatPartialDate } from '@ministry/ui/format.ts'
import { textOfCode } from '#lib/server/say.ts'
import { roleName } from '#lib/words.ts'
import { automationTitle } from './automation-words.ts'
import { waitingText } from './waiting.server.ts'

type Next = Awaited<ReturnType<Api['automation']['next']>>

/** One group an automation, in the order of their nearest day. */
export function nextActs({ acts, mayHold, move, today }: Next, personId: string) {
  const groups = [...Map.groupBy(acts, ({ automation }) => automation)]
  return {
    mayHold,
    today,
    groups: groups.map(([automation, [first, ...more]]) => ({
      automation,
      title: automationTitle(automation),
      acts: [first!, ...more].map((act) => ({
        step: act.step,
        on: dayText(act, today),
        what: stepText(act),
        waits: waitsText(act),
        team: act.waitsFor && successorHref(act.waitsFor, personId),
        /** What it will wait for, where its day has not come. */
        ahead: act.on !== null && act.on > today,
      })),
      why: [whyText(first!), originText(first!)].filter(Boolean).join(' '),
      held: first!.held && heldText(first!.held),
      move: automation === 'alumni' ? moveText(move, [first!, ...more], today) : null,
    })),
  }
}
export type NextActs = ReturnType<typeof nextActs>

/** What can be said about the proposed move. */
function moveText(move: Next['move'], acts: readonly NextAct[], today: string) {
  if (!move) return null
  const { mayApply, network, networks, goesOn } = move
  const waits = acts.find(({ waitsFor }) => waitsFor)?.waitsFor?.code
  const held = acts.some(({ held }) => held)
  const due = acts.every(({ on }) => on !== null && on <= today)
  const underWay = goesOn && due && !waits && !held
  return {
    underWay,
    network,
    networks: networks.length > 1 ? networks.map(({ id, name }) => ({ value: id, label: name })) : [],
    mayApply: mayApply && !underWay && (!waits || (waits === 'several-networks' && networks.length > 0)),
  }
}

/** Where a successor is named for what the graduate leads. Source: ACC-7, AUT-3. */
export function successorHref({ code, values }: NonNullable<NextAct['waitsFor']>, personId: string): string | null {
  const { nodeId, role } = values
  return code === 'leads' && nodeId ? `/${nodeId}/team/propose?from=${personId}&role=${role}` : null
}

function dayText({ on, automation, step }: NextAct, today: string): string {
  if (on === null) return m.automation_next_paused()
  const date = formatPartialDate(on)
  if (on < today) return m.automation_next_since({ date })
  return automation === 're-engage' && step === 'inactive'
    ? m.automation_next_if_silent({ date })
    : m.automation_next_on({ date })
}

function stepText({ step }: NextAct): string {
  const mail = /^mail-(\d+)$/.exec(step)
  if (mail) return m.automation_step_mail({ number: mail[1]! })
  return textOfCode(`automation.step.${step === 'state' ? 'pre-graduate' : step}`) ?? step
}

function whyText({ why: { code, values } }: NextAct): string {
  const dates = ['on', 'expected', 'since']
  const said = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      dates.includes(name) ? formatPartialDate(String(value)) : value,
    ]),
  )
  return textOfCode(`automation.why.${code}${'days' in values ? '.days' : ''}`, said) ?? ''
}
/** Whose setting it is, where a place has one of its own. */
const originText = ({ settingFrom }: NextAct) =>
  settingFrom ? m.automation_from({ name: settingFrom.name }) : undefined

function waitsText({ waitsFor, ask }: NextAct): string | null {
  if (!waitsFor) return null
  const names = ask.map(({ name, role }) => m.automation_ask_one({ name, role: roleName(role) }))
  return [waitingText(waitsFor), ...(names.length ? [m.automation_ask({ names: formatList(names) })] : [])].join(' ')
}

/** Who holds it up, until when, and why. */
export function heldText(held: NonNullable<NextAct['held']>): string {
  const by = held.by ?? m.automation_held_by_somebody()
  const said = held.until
    ? m.automation_held_until({ by, date: formatPartialDate(held.until) })
    : m.automation_held({ by })
  return [said, ...(held.reason ? [held.reason] : [])].join(' ')
}
