import type { NextAct } from '@ministry/domain/automation/schema'
import { m } from '@ministry/kernel/messages'
import { say, textOfCode } from '#lib/server/say.ts'
import { roleName } from '#lib/words.ts'

/** What a step waits for. */
export function waitingText({ code, values }: NonNullable<NextAct['waitsFor']>): string {
  const text = (name: string) => String(values[name] ?? '')
  if (code === 'refused') return m.automation_waits_refused({ problem: say(text('rule')) })
  if (code === 'leads' && !text('node')) return m.automation_waits_leads_hidden({ role: roleName(text('role')) })
  const said = { ...values, role: roleName(text('role')) }
  return textOfCode(`automation.waits.${code}`, said) ?? m.automation_waits()
}
