/** What three years of care left behind in the large movement: notes, follow-ups, consents, households, signs of life, the audit of it all. Source: PPL-1, PPL-6, PPL-7. */
import type pg from 'pg'
import type { IdKind } from './fixed-id.ts'
import { largeId, nodeId } from './large-tree.ts'
import { STORY_DAY } from './story-shapes.ts'

/** Tables that are filled here. */
export const careTables = ['note', 'follow_up', 'household', 'household_member', 'sign_of_life', 'audit_entry'] as const

/** The identifier that `largeId` gives, as SQL over a count. */
const idOf = (kind: IdKind, count: string) =>
  `('${largeId(kind, 0).slice(0, 24)}' || lpad(to_hex(${count}), 12, '0'))::uuid`
/** A number from 0 to 9,999 that only the person and the salt decide. */
const drawOf = (person: string, salt: string) =>
  `(('x' || substr(md5(${person} || '${salt}'), 1, 7))::bit(28)::int % 10000)`

/**
 * Everything in sets, after people and roles: the same people, the same rows. Triggers stand still, so places and scopes are written as
 * they would. Returns the number of rows.
 */
export async function writeCare(client: pg.Client): Promise<number> {
  await client.query(`
    create temporary table leaders on commit drop as select distinct on (node_id) node_id, person_id from role_assignment order by node_id, id;
    create temporary table caring on commit drop as
      select p.id, p.home_node_id node_id, p.scope_ids, p.home_ids, p.created_at, row_number() over (order by p.id)::int n,
             coalesce(l.person_id, u.person_id) leader_id
        from person p join org_node h on h.id = p.home_node_id
        left join leaders l on l.node_id = h.id left join leaders u on u.node_id = h.parent_id
       where p.home_ids[1] in ('${nodeId('National')}', '${nodeId('National', 1)}');
    analyze caring`)
  let rows = 0
  for (const text of statements()) {
    const { command, rowCount } = await client.query(text)
    if (command === 'INSERT') rows += rowCount ?? 0
  }
  return rows
}

function* statements() {
  const person = 'c.id::text'
  const ago = (salt: string, days: number) =>
    `timestamptz '${STORY_DAY} 08:00:00Z' - (${drawOf(person, salt)} % ${days}) * interval '1 day' - ${drawOf(person, `${salt}m`)} * interval '3 seconds'`

  // Two in five have a note; of few there are several.
  yield `insert into note (id, person_id, author_id, node_id, body, created_at, updated_at, scope_ids)
    select ${idOf('note', '(row_number() over (order by c.n, t.k))::int')}, c.id, c.leader_id, c.node_id,
           (array['Met after the meeting; asked for prayer about exams.', 'Moved to the hostel next to the library.', 'Would like to help with music.', 'Has not come for some weeks; called, no answer.'])[1 + (c.n + t.k) % 4],
           t.at, t.at, c.scope_ids
      from caring c cross join lateral (
        select k, ${ago('note', 900)} - k * interval '20 days' as at from generate_series(1, case when ${drawOf(person, 'n')} < 3000 then 1 when ${drawOf(person, 'n')} < 4000 then 3 else 0 end) k) t
     where c.leader_id is not null and c.leader_id <> c.id`

  // Every second person was followed up on; a tenth of these are open, some of them late, some with nobody.
  yield `insert into follow_up (id, person_id, assignee_id, node_id, title, due_on, wanted_on, state, outcome, closed_at, closed_by, origin, created_by, created_at, updated_at, scope_ids)
    select ${idOf('followUp', '(row_number() over (order by c.n))::int')}, c.id, case when ${drawOf(person, 'a')} < 9000 then c.leader_id end, c.node_id,
           (array['Call and ask how the first week was', 'Visit at home', 'Invite to the group', 'Ask about the camp fee'])[1 + c.n % 4], d.due, d.due,
           d.state, case when d.state = 'done' then 'Spoke with them.' end, case when d.state <> 'open' then d.due + interval '10 hours' end,
           case when d.state <> 'open' then c.leader_id end, case when c.n % 5 = 0 then 'automation' else 'hand' end,
           case when c.n % 5 <> 0 then c.leader_id end, d.due - interval '7 days', d.due - interval '7 days', c.scope_ids
      from caring c cross join lateral (
        select case when x.open then date '${STORY_DAY}' - 20 + (${drawOf(person, 'd')} % 50) else date '${STORY_DAY}' - 1 - (${drawOf(person, 'd')} % 900) end as due,
               case when x.open then 'open' when c.n % 9 = 0 then 'dropped' else 'done' end as state
          from (select ${drawOf(person, 'o')} < 1000 as open) x) d
     where ${drawOf(person, 'f')} < 5000 and c.leader_id is not null and c.leader_id <> c.id`

  // Words on channels and purposes, some of them taken back.
  yield `insert into consent (id, person_id, channel, purpose, given, at, source)
    select ${idOf('consent', '(10000000 + row_number() over (order by c.n, w.k, w.given desc))::int')}, c.id, w.channel, w.purpose, w.given, c.created_at + w.later, 'paper form'
      from caring c cross join lateral (
        select k, channel, purpose, given, later from (values
          (1, 'email', 'ministry', true, interval '1 minute', 6000), (2, 'email', 'newsletter', true, interval '2 minutes', 4500), (3, 'sms', 'ministry', true, interval '3 minutes', 3500),
          (4, 'in-app', 'photos', true, interval '4 minutes', 2500), (2, 'email', 'newsletter', false, interval '200 days', 400)) v(k, channel, purpose, given, later, share)
         where (('x' || substr(md5(c.id::text || 'c' || v.k), 1, 7))::bit(28)::int % 10000) < v.share) w`

  // Neighbours in the list of a graduates' group live together, by twos and threes.
  yield `create temporary table living on commit drop as
    select c.id, c.created_at, dense_rank() over (order by c.node_id, c.place / 3)::int household, c.place % 3 as seat
      from (select c.*, row_number() over (partition by c.node_id order by c.n) - 1 as place from caring c join org_node h on h.id = c.node_id and h.kind = 'GraduateGroup') c
     where c.place % 24 < 15`
  yield `insert into household (id, name, created_at)
    select ${idOf('household', 'l.household')}, (array['Otieno', 'Wanjiku', 'Mwangi', 'Achieng', 'Kamau'])[1 + l.household % 5] || ' household', min(l.created_at) from living l group by l.household`
  yield `insert into household_member (household_id, person_id, role)
    select ${idOf('household', 'l.household')}, l.id, case when l.seat = 2 then 'child' else 'adult' end from living l`

  yield `insert into audit_entry (id, at, action, actor_person_id, actor_kind, noun, subject_id, node_id, scope_ids, after, person_id, request_id)
    select ${idOf('audit', '(10000000 + c.n)')}, c.created_at + c.n * interval '1 ms', 'people.create', c.leader_id, case when c.leader_id is null then 'workflow:imports-commit' else 'person' end,
           'Person', c.id, c.node_id, c.home_ids, '{}', c.id, 'seed' from caring c`

  yield `insert into sign_of_life (person_id, last_at, source, recurring_at)
    select c.id, t.at, 'own-edit', case when ${drawOf(person, 'r')} < 3000 then t.at end from caring c cross join lateral (select ${ago('s', 300)} as at) t`
}
