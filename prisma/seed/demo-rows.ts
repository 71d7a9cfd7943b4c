/** The story as rows of the database's tables. */
import { fixedId, type IdKind } from './fixed-id.ts'
import { mailRows, notificationRows, templateRows, templateVersionRows } from './demo-messages.ts'
import type { StoryPerson } from './story-shapes.ts'
import { story, type StoryNode } from './story.ts'

type Rows = Record<string, unknown>[]
const at = (day: string) => `${day}T08:00:00Z`
const numbered = (kind: IdKind) => {
  let count = 0
  return () => fixedId(kind, ++count)
}

/** Tables in the order in which they can be filled; the database's triggers derive the rest. */
export function demoRows(passwordHash: string): [table: string, rows: Rows][] {
  const nodes = Object.values<StoryNode>(story.nodes)
  const depths = Map.groupBy(nodes, ({ scopeIds }) => scopeIds.length)
  return [
    // Level by level: a node reads its ancestors from its parent.
    ...[...depths.keys()].sort().map((depth): [string, Rows] => ['org_node', depths.get(depth)!.map(nodeRow)]),
    ['node_version', versionRows(nodes)],
    ['person', story.everybody.map(personRow)],
    ['membership', story.everybody.flatMap(membershipRows)],
    ['membership_state', story.everybody.flatMap(stateRows)],
    ['consent', consentRows(story.everybody)],
    ['do_not_contact', doNotContactRows(story.everybody)],
    ['role_assignment', assignmentRows()],
    ['account', accountRows(passwordHash)],
    ['template', templateRows()],
    ['template_version', templateVersionRows()],
    ['outgoing_mail', mailRows()],
    ['notification', notificationRows()],
    ['audit_entry', auditRows(nodes)],
    ...automationRows(),
  ]
}

const nodeRow = ({ id, kind, name, parentId, openedOn, closedOn, code, settings = {} }: StoryNode) => ({
  id,
  kind,
  name,
  parent_id: parentId,
  opened_on: openedOn,
  state: closedOn ? 'closed' : 'active',
  code,
  time_zone: settings.timeZone,
  currency: settings.currency,
  language: settings.language,
  country: settings.country,
  contact_email: settings.contactEmail,
})

function versionRows(nodes: readonly StoryNode[]): Rows {
  const next = numbered('version')
  return nodes.flatMap(({ id, name, parentId, openedOn, closedOn }) => {
    const row = { node_id: id, name, parent_id: parentId }
    const opened = { ...row, id: next(), act: 'open', state: 'active', valid_from: at(openedOn) }
    if (!closedOn) return [opened]
    const reason = 'Its leaders graduated'
    const closed = { ...row, id: next(), act: 'close', state: 'closed', valid_from: at(closedOn), reason }
    return [{ ...opened, valid_to: at(closedOn) }, closed]
  })
}

const personRow = (person: StoryPerson) => {
  const home = person.memberships.find(({ isHome, leftOn }) => isHome && !leftOn)
  const began = at(person.memberships[0]?.joinedOn ?? '2024-06-01')
  return {
    id: person.id,
    name: person.name,
    preferred_name: person.preferredName,
    gender: person.gender,
    birth_date: person.birthDate,
    emails: person.emails ?? [],
    phones: person.phones ?? [],
    city: person.city,
    country: person.country,
    institution: person.institution,
    course_of_study: person.courseOfStudy,
    expected_graduation: person.expectedGraduation,
    expected_graduation_source: person.expectedGraduationSource,
    languages: person.languages ?? ['en'],
    emergency_name: person.emergencyName,
    emergency_phone: person.emergencyPhone,
    do_not_contact: Boolean(person.doNotContact),
    listed_in_group: Boolean(person.listedInGroup),
    home_node_id: home?.nodeId,
    created_at: began,
    updated_at: began,
  }
}

const membershipRows = ({ id, memberships }: StoryPerson) =>
  memberships.map((membership) => ({
    id: membership.id,
    person_id: id,
    node_id: membership.nodeId,
    is_home: membership.isHome,
    state: membership.states.at(-1)!.state,
    joined_on: membership.joinedOn,
    left_on: membership.leftOn,
  }))

const stateRows = ({ memberships }: StoryPerson) =>
  memberships.flatMap((membership) =>
    membership.states.map(({ id, state, since, reason }) => ({
      id,
      membership_id: membership.id,
      state,
      since,
      reason,
      recorded_at: at(since),
    })),
  )

/** Who is listed in the group's list has said so; two in three also said yes to e-mail. */
function consentRows(everybody: readonly StoryPerson[]): Rows {
  const next = numbered('consent')
  return everybody.flatMap(({ id, memberships, emails, listedInGroup, doNotContact }, index) => {
    const said = { person_id: id, at: at(memberships.at(-1)?.joinedOn ?? story.day), source: 'paper form', given: true }
    return [
      ...(listedInGroup ? [{ ...said, id: next(), channel: 'in-app', purpose: 'group-list' }] : []),
      ...(emails?.length && index % 3 && !doNotContact
        ? [{ ...said, id: next(), channel: 'email', purpose: 'newsletter' }]
        : []),
    ]
  })
}

function doNotContactRows(everybody: readonly StoryPerson[]): Rows {
  const next = numbered('doNotContact')
  return everybody.flatMap(({ id, doNotContact }) =>
    doNotContact ? [{ id: next(), person_id: id, since: at(doNotContact.since), reason: doNotContact.reason }] : [],
  )
}

const assignmentRows = (): Rows =>
  story.assignments.map(({ id, personId, role, nodeId, startsOn, endsOn, reason, endReason }) => ({
    id,
    person_id: personId,
    role,
    node_id: nodeId,
    starts_at: at(startsOn),
    ends_at: endsOn && at(endsOn),
    granted_by: personId === story.people.grace.id ? undefined : story.people.grace.id,
    reason,
    ended_by: endsOn && story.people.grace.id,
    end_reason: endReason,
  }))

const accountRows = (passwordHash: string): Rows =>
  [...Object.values(story.accounts), ...Object.values(story.furtherAccounts)].map((account) => ({
    id: account.accountId,
    person_id: account.personId,
    username: account.username,
    email: account.email,
    password_hash: passwordHash,
    created_at: at('2024-06-01'),
    deactivated_at: account.deactivatedOn && at(account.deactivatedOn),
  }))

function automationRows(): [string, Rows][] {
  const next = numbered('automation')
  const { series, acts, holds, signs } = story.automations
  return [
    [
      'automation_enrolment',
      series.map(({ personId, automation, occurrence, startedOn, ended }) => ({
        ...{
          id: next(),
          person_id: personId,
          automation,
          occurrence,
          origin: automation === 'welcome' ? 'entry' : 'sweep',
        },
        ...{
          started_on: startedOn,
          started_at: at(startedOn),
          ended_at: ended && at(ended),
          end_reason: ended && 'finished',
        },
      })),
    ],
    [
      'automation_act',
      acts.map(({ personId, nodeId, automation, occurrence, step, on, waits }) => ({
        ...{ id: next(), person_id: personId, node_id: nodeId, automation, occurrence, step, on_day: on, at: at(on) },
        ...{ state: waits ? 'waiting' : 'done', reason: waits?.reason, values: waits?.values ?? {} },
      })),
    ],
    [
      'automation_hold',
      holds.map(({ personId, automation, since, byPerson, reason }) => ({
        ...{ id: next(), person_id: personId, automation, since: at(since), by_person: byPerson, reason },
      })),
    ],
    [
      'sign_of_life',
      signs.map(({ personId, source, ...sign }) => ({
        ...{ person_id: personId, source, last_at: at(sign.at), recurring_at: at(sign.at) },
      })),
    ],
  ]
}

/** How the movement came to be: its places, its first National Director and its first Board Members. Source: ACC-3, AUD-1. */
function auditRows(nodes: readonly StoryNode[]): Rows {
  const next = numbered('audit')
  const act = { actor_kind: 'seed:demo', request_id: 'demo-seed' }
  const opened = nodes.map(({ id, kind, name, scopeIds, parentId, openedOn }) => ({
    ...act,
    id: next(),
    at: at(openedOn),
    action: 'org.open',
    noun: 'OrgNode',
    subject_id: id,
    node_id: id,
    scope_ids: scopeIds,
    after: { kind, name, parentId },
  }))
  const first = story.assignments.filter(({ role }) => role === 'national-director' || role === 'board-member')
  const assigned = first.map(({ id, personId, role, nodeId, startsOn }) => ({
    ...act,
    id: next(),
    at: at(startsOn),
    action: 'accounts.bootstrap',
    noun: 'RoleAssignment',
    subject_id: id,
    node_id: nodeId,
    scope_ids: nodes.find((node) => node.id === nodeId)?.scopeIds ?? [],
    after: { personId, role, nodeId },
  }))
  return [...opened, ...assigned]
}
