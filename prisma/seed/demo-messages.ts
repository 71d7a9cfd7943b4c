/** Templates, mails and news of the demo: a few of each kind, for pages to show. Source: MSG-1, MSG-2, MSG-3. */
import { fixedId } from './fixed-id.ts'
import { story } from './story.ts'

type Rows = Record<string, unknown>[]
const { nodes, people } = story

const templates = [
  {
    id: fixedId('template', 1),
    node_id: nodes.lighthouse.id,
    key: 'welcome-1',
    language: 'sw',
    subject: 'Karibu {{place.name}}',
    body: 'Habari {{person.name}},\n\ntunafurahi kukutana nawe. Karibu sana **{{place.name}}**, ulivyo, pamoja na maswali yako na marafiki zako.\n\nUkitaka kujua tunakutana lini na wapi, jibu barua pepe hii.\n\n{{sender.name}}',
    by: people.samuel.id,
    at: '2026-02-03T08:00:00Z',
  },
  {
    id: fixedId('template', 2),
    node_id: nodes.kilima.id,
    key: 'welcome-1',
    language: 'en',
    subject: 'Welcome to Kilima, {{person.name}}',
    body: 'Hello {{person.name}},\n\nit was good to meet you. On Fridays at six we eat together behind the library, and **everybody brings somebody**.\n\nIf you want to come, just answer this mail.\n\n{{sender.name}}',
    by: people.faith.id,
    at: '2026-08-24T08:00:00Z',
  },
]

/** Words that places have of their own. */
export const templateRows = (): Rows =>
  templates.map(({ by, at, ...words }) => ({ ...words, version: 1, updated_at: at, updated_by: by }))

/** Their first versions. */
export const templateVersionRows = (): Rows =>
  templates.map(({ id, subject, body, by, at }) => ({
    template_id: id,
    version: 1,
    subject,
    body,
    created_at: at,
    by_person: by,
  }))

const welcome = (name: string) =>
  `Hello ${name},\n\nit was good to meet you. On Fridays at six we eat together behind the library, and everybody brings somebody.\n\nIf you want to come, just answer this mail.\n\nRuth Chebet Koech\n`

/** Whom Kilima welcomed: one for each fate. */
const welcomed = () =>
  story.everybody
    .filter(({ memberships, emails, doNotContact }) => {
      const home = memberships.find(({ isHome, leftOn }) => isHome && !leftOn)
      return emails?.length && !doNotContact && home && kilimaGroups.has(home.nodeId) && !isNamed(home.id)
    })
    .slice(0, fates.length)

/** What became of mails to people of Kilima. */
export function mailRows(): Rows {
  const to = welcomed()
  return fates.map((fate, index) => {
    const person = to[index]!
    const home = person.memberships.find(({ isHome, leftOn }) => isHome && !leftOn)!
    return {
      id: fixedId('mail', index + 1),
      template: 'welcome-1',
      kind: 'ministry',
      person_id: person.id,
      node_id: home.nodeId,
      recipient: person.emails![0],
      subject: `Welcome to Kilima, ${person.name}`,
      html: '',
      text: 'unsent' in fate ? '' : welcome(person.name),
      language: 'en',
      dedupe_key: `demo:welcome:${person.id}`,
      created_at: '2026-09-07T08:00:00Z',
      ...fate.row,
    }
  })
}
const kilimaGroups = new Set([nodes.mustardSeed.id, nodes.emmaus.id, nodes.bereans.id])
const named = new Set(Object.values(people).flatMap(({ memberships }) => memberships.map(({ id }) => id)))
const isNamed = (membershipId: string) => named.has(membershipId)

const sent = { sent_at: '2026-09-07T08:00:05Z' }
const delivered = { ...sent, delivered_at: '2026-09-07T08:00:09Z' }
const fates: { row: Record<string, unknown>; unsent?: true }[] = [
  { row: { ...delivered, state: 'opened', opened_at: '2026-09-07T12:31:00Z' } },
  { row: { ...delivered, state: 'delivered' } },
  { row: { ...sent, state: 'sent' } },
  { row: { ...sent, state: 'bounced', bounced_at: '2026-09-07T08:01:00Z', problem: 'hard-bounce' } },
  { row: { state: 'suppressed', problem: 'no-consent', subject: '', recipient: '' }, unsent: true },
]

const bouncedAt = '2026-09-07T08:01:00Z'
/** Addresses that get no mails: one came back, one wants no newsletter. */
export function suppressionRows(): Rows {
  const addresses = welcomed().map(({ emails }) => emails![0]!)
  return [
    { address: addresses[3], kind: 'all', reason: 'hard-bounce', since: bouncedAt },
    { address: addresses[4], kind: 'newsletter', reason: 'unsubscribe', since: '2026-10-02T16:45:00Z' },
  ].map((row, index) => ({ ...row, id: fixedId('suppression', index + 1) }))
}

/** What the provider told: why one came back, and two reports that nobody could apply. */
export function reportRows(): Rows {
  const reports = [
    {
      type: 'bounce',
      mail_id: fixedId('mail', 4),
      recipient: welcomed()[3]!.emails![0],
      at: bouncedAt,
      detail: { bounce: 'HardBounce', inactive: true },
      outcome: 'applied',
    },
    {
      type: 'delivery',
      provider_id: '2f1d6c1e-9f0b-4a52-8a34-0c6f6a1f9d11',
      recipient: 'office@elsewhere.example',
      at: '2026-11-02T07:30:00Z',
      detail: {},
      outcome: 'unmatched',
    },
    { type: 'unreadable', detail: { why: 'fields', fields: ['DeliveredAt'] }, outcome: 'unreadable' },
  ]
  return reports.map((row, index) => ({
    ...row,
    id: fixedId('report', index + 1),
    key: `demo:report:${index + 1}`,
    body: row.type === 'unreadable' ? '{"RecordType":"Delivery","MessageID":"9d11"}' : '',
    received_at: `2026-11-02T07:3${index}:00Z`,
  }))
}

/** News that wait in three inboxes. */
export function notificationRows(): Rows {
  const news = [
    {
      person_id: people.faith.id,
      kind: 'role-given',
      node_id: nodes.kilima.id,
      facts: { role: 'campus-administrator' },
      created_at: '2024-01-22T08:00:00Z',
      read_at: '2024-01-23T06:00:00Z',
    },
    {
      person_id: people.faith.id,
      kind: 'invitation-accepted',
      node_id: nodes.kilima.id,
      about_id: people.kwame.id,
      facts: {},
      created_at: '2026-11-13T15:20:00Z',
    },
    {
      person_id: people.kwame.id,
      kind: 'role-given',
      node_id: nodes.mustardSeed.id,
      facts: { role: 'cell-leader' },
      created_at: '2026-11-12T10:00:00Z',
    },
    {
      person_id: people.grace.id,
      kind: 'role-ended',
      node_id: nodes.highlands.id,
      facts: { role: 'regional-administrator' },
      created_at: '2026-11-10T09:00:00Z',
    },
  ]
  return news.map((row, index) => ({
    ...row,
    id: fixedId('notification', index + 1),
    dedupe_key: `demo:news:${index + 1}`,
  }))
}
