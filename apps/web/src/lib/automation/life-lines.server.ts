/** The life line in words: each entry as a sentence, with what is to be added to it. */
import type { LineEntry } from '@ministry/domain/automation/schema'
import { m } from '@ministry/kernel/messages'
import { formatPartialDate } from '@ministry/ui/format.ts'
import { fieldName, fieldText } from '#lib/people/field-text.server.ts'
import { channelName, purposeName, stateName } from '#lib/people/words.ts'
import { textOfCode } from '#lib/server/say.ts'
import { roleName } from '#lib/words.ts'
import { automationTitle } from './automation-words.ts'
import { waitingText } from './waiting.server.ts'

const text = (value: string | number | undefined): string => (value === undefined ? '' : String(value))
const date = (value: string | number | undefined) => (value === undefined ? '' : formatPartialDate(String(value)))

/** What an entry says, what is said below it, and where it leads. */
export function lifeLine({ id, at, wholeDay, kind, values }: LineEntry) {
  const place = text(values['place']) || m.automation_line_place_hidden()
  const said = {
    ...values,
    place,
    state: stateName(text(values['state'])),
    role: roleName(text(values['role'])),
    channel: channelName(text(values['channel'])),
    purpose: purposeName(text(values['purpose'])),
    automation: automationTitle(text(values['automation'])),
    expected: date(values['expected']),
    since: date(values['since']),
    until: date(values['until']),
    subject: subjectOf(values),
    network: text(values['network']) || m.automation_line_automation_network_hidden(),
  }
  if (kind === 'people.edited') return editLine(id, at, values)
  const act = /^automation\.([a-z-]+)\.([a-z0-9-]+)\.(done|skipped|waiting)$/.exec(kind)
  const title = act ? actText(act[1]!, act[2]!, act[3]!, said) : (textOfCode(`automation.line.${kind}`, said) ?? kind)
  const href = hrefOf(kind, values)
  return {
    id,
    at,
    wholeDay,
    title,
    notes: act ? becauseOf(values) : notesOf(kind, values),
    href,
    mine: kind.startsWith('automation'),
  }
}
/** Where an entry leads: to what brought it about. */
function hrefOf(kind: string, values: LineEntry['values']): string | null {
  if (kind.startsWith('imports.')) return `/${text(values['node'])}/imports/${text(values['import'])}`
  return kind.startsWith('bulk.') ? `/${text(values['node'])}/people/bulk/${text(values['bulk'])}` : null
}
/** `Expected graduation: June 2028 → June 2033`. */
function editLine(id: string, at: Date, values: LineEntry['values']) {
  const field = text(values['field'])
  const said = (value: string | number | undefined) =>
    fieldText(field, text(value).split('\n').filter(Boolean)) ?? m.people_nothing()
  const by = text(values['by'])
  return {
    ...{ id, at, wholeDay: false, href: null, mine: false },
    title: m.automation_line_people_edited({
      field: fieldName(field),
      before: said(values['before']),
      after: said(values['after']),
    }),
    notes: by ? [m.automation_line_by({ name: by })] : [],
  }
}
export type LifeLine = ReturnType<typeof lifeLine>

function actText(automation: string, step: string, state: string, said: Record<string, string | number>): string {
  const mail = /^mail-(\d+)$/.exec(step)
  const name = mail ? 'mail' : step === 'state' ? 'pre-graduate' : step
  const values = { ...said, automation: automationTitle(automation), number: mail?.[1] ?? '' }
  return textOfCode(`automation.line.${name}.${state}`, values) ?? automationTitle(automation)
}

const subjectOf = (values: LineEntry['values']) =>
  text(values['subject']) || (textOfCode(`messaging.template.${text(values['template'])}`) ?? text(values['template']))

function becauseOf(values: LineEntry['values']): string[] {
  const reason = text(values['reason'])
  if (!reason) return []
  return [textOfCode(`automation.because.${reason}`) ?? waitingText({ code: reason, values })]
}

function notesOf(kind: string, values: LineEntry['values']): string[] {
  if (kind === 'messaging.mail') {
    const state = textOfCode(`mail.state.${text(values['state'])}`)
    const problem = values['problem'] === undefined ? undefined : textOfCode(`mail.problem.${text(values['problem'])}`)
    return [state, problem].filter((note) => note !== undefined)
  }
  const by = text(values['by'])
  return [text(values['reason']), text(values['outcome']), by && m.automation_line_by({ name: by })].filter(Boolean)
}
