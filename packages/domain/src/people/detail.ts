/** All that one person's page shows, in two statements. Source: PPL-1, PPL-2, PPL-3. */
import { may, permittedFields } from '@ministry/access'
import { find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { personActs, type PersonDetail, type PersonState } from './people.schema.ts'
import type { PersonRow } from './person-row.ts'

interface MembershipRow {
  id: string
  personId: string
  nodeId: string
  nodeName: string | null
  isHome: boolean
  state: PersonState
  joinedOn: string
  leftOn: string | null
  scopeIds: string[]
  states: { state: PersonState; since: string; reason: string | null }[]
}
interface Belongings {
  memberships: MembershipRow[]
  consents: (Omit<NonNullable<PersonDetail['consents']>[number], 'at'> & { at: string })[]
  doNotContact: { since: string; reason: string | null } | null
}

/** The person with memberships, wishes and what the caller may do. Throws NotFound where the person can't be seen. */
export async function detailOf(ctx: Context, id: string): Promise<PersonDetail> {
  const person = await find<PersonRow & { createdAt: Date }>(ctx, 'read', 'Person', id)
  const belongings = await belongingsOf(ctx, id)
  const readable = permittedFields(ctx.ability, 'read', 'Person', person)
  const memberships = belongings.memberships.filter((row) => may(ctx.ability, 'read', 'Membership', row))
  const home = memberships.find(({ isHome, leftOn }) => isHome && leftOn === null)
  const consents = belongings.consents.map((consent) => ({ ...consent, at: instant(consent.at) }))
  const wish = belongings.doNotContact
  return {
    id,
    version: person.version,
    state: person.state,
    home: home ? placeOf(home) : null,
    fields: Object.fromEntries(
      readable
        .filter((field) => Object.hasOwn(person, field) && field !== 'id')
        .map((field) => [field, person[field as 'name']]),
    ),
    memberships: memberships.map((row) => ({ ...row, node: placeOf(row) })),
    ...(readable.includes('doNotContact') && {
      consents: latest(consents),
      consentHistory: consents,
      doNotContact: wish && { since: instant(wish.since), reason: wish.reason },
    }),
    editable: permittedFields(ctx.ability, 'update', 'Person', person).filter((field) => field !== 'id'),
    acts: actsOn(ctx, person, home, memberships),
    createdAt: person.createdAt,
    updatedAt: person.updatedAt,
  }
}

const instant = (text: string) => new Date(text)
const placeOf = ({ nodeId, nodeName }: MembershipRow) => (nodeName === null ? null : { id: nodeId, name: nodeName })

/** The latest word for each channel and purpose; the history is oldest first. */
function latest<C extends { channel: string; purpose: string }>(history: readonly C[]): C[] {
  return [...new Map(history.map((consent) => [`${consent.channel} ${consent.purpose}`, consent])).values()]
}

async function belongingsOf({ tx }: Context, id: string): Promise<Belongings> {
  const [row] = await tx.rows<Belongings>(sql`
    select (select coalesce(json_agg(r order by r."leftOn" nulls first, r."isHome" desc, r."joinedOn", r.id), '[]') from (
              select m.id, m.person_id as "personId", m.node_id as "nodeId", n.name as "nodeName", m.is_home as "isHome", m.state,
                     m.joined_on as "joinedOn", m.left_on as "leftOn", m.scope_ids as "scopeIds",
                     (select coalesce(json_agg(json_build_object('state', s.state, 'since', s.since, 'reason', s.reason) order by s.since, s.recorded_at, s.id), '[]')
                        from membership_state s where s.membership_id = m.id) as states
                from membership m left join org_node n on n.id = m.node_id where m.person_id = ${id}::uuid) r) as memberships,
           (select coalesce(json_agg(r order by r.at, r.id), '[]') from (
              select c.id, c.channel, c.purpose, c.given, c.at, c.source from consent c where c.person_id = ${id}::uuid) r) as consents,
           (select json_build_object('since', d.since, 'reason', d.reason) from do_not_contact d
             where d.person_id = ${id}::uuid and d.lifted_at is null order by d.since desc limit 1) as "doNotContact"`)
  return row!
}

function actsOn(
  { ability }: Context,
  person: PersonRow,
  home: MembershipRow | undefined,
  memberships: readonly MembershipRow[],
): PersonDetail['acts'] {
  const onPerson = (action: string, field?: string) => may(ability, action, 'Person', person, field)
  const onHome = home !== undefined && may(ability, 'update', 'Membership', home)
  const archived = person.state === 'archived'
  const allowed: Record<(typeof personActs)[number], boolean> = {
    update: onPerson('update'),
    'change-state': onHome && !archived,
    archive: onPerson('archive') && !archived,
    restore: onPerson('archive') && archived,
    'change-home': onHome && !archived,
    'join-node': !archived && ability.can('create', 'Membership'),
    'leave-node': memberships.some(
      (row) => !row.isHome && row.leftOn === null && may(ability, 'end', 'Membership', row),
    ),
    'give-consent': onPerson('update', 'listedInGroup'),
    'set-do-not-contact': onPerson('update', 'doNotContact'),
  }
  return personActs.filter((act) => allowed[act])
}
