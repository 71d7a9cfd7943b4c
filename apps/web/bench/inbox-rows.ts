/** Row 10: the inbox of an approver with 5,000 open requests of 200,000 in all, against plain SQL by hand. Source: APR-8. */
import { largeHandles } from '@ministry/seed'
import { alternate, median } from './measure.ts'
import type { Measured } from './rows.ts'
import type { Stage } from './stage.ts'

const ALL = 200_000
const MINE = 5000

/** Requests all over the movement: a fortieth waits for the campus's leader, of the others half is decided and half waits elsewhere. */
export async function fillInbox({ owner }: Stage): Promise<void> {
  const { rows } = await owner.query<{ filled: boolean }>('select count(*) >= $1 as filled from approval_case', [ALL])
  if (rows[0]!.filled) return
  const { nodeId, personId } = { ...largeHandles.campus }
  await owner.query(
    `with places as (select id, row_number() over (order by id) - 1 n from org_node
                       where kind = 'SmallGroup' and state = 'active' and parent_id <> $1),
          people as (select id, row_number() over (order by id) - 1 n from (select id from person where id <> $2 order by id limit 5000) p),
          made as (
            insert into approval_case (id, kind, noun, node_id, person_id, payload, payload_hash, summary, amount, excluded_ids, state, definition, submitted_at, ended_at, executed_at)
            select gen_random_uuid(), 'expense', 'Expense', case when i <= $3 then $1::uuid else places.id end, people.id, '{}', repeat('0', 64),
                   '{"subject": "Bench", "amount": {"minor": 6000, "currency": "USD"}, "personId": null, "facts": {}}', 6000, array[people.id],
                   case when i <= $3 or i % 2 = 0 then 'open' else 'approved' end, '{}', now() - i * interval '1 minute',
                   case when i <= $3 or i % 2 = 0 then null else now() end, case when i <= $3 or i % 2 = 0 then null else now() end
              from generate_series(1, $4::int) i join places on places.n = i % (select count(*) from places) join people on people.n = i % 5000
            returning id, node_id, state, submitted_at)
     insert into approval_seat (id, case_id, revision, position, act, role, node_id, seat_key, state, opened_at, remind_at, due_at, closed_at)
     select gen_random_uuid(), made.id, 1, 0, 'decide', 'campus-leader', coalesce(n.parent_id, made.node_id), '', case when made.state = 'open' then 'open' else 'signed' end,
            made.submitted_at, made.submitted_at + interval '1 day', made.submitted_at + interval '3 days', case when made.state = 'open' then null else now() end
       from made left join org_node n on n.id = made.node_id and n.kind = 'SmallGroup'`,
    [nodeId, personId, MINE, ALL],
  )
  await owner.query(`
    begin;
    -- Who signs what stands in tests; here it would be asked for each of so many.
    alter table approval_vote disable trigger approval_vote_not_own;
    insert into approval_vote (id, case_id, revision, seat_id, person_id, choice, payload_hash, at)
      select gen_random_uuid(), s.case_id, s.revision, s.id, p.id, 'approve', repeat('0', 64), s.closed_at
        from approval_seat s join approval_case c on c.id = s.case_id
        join lateral (select id from person where id <> c.person_id order by id limit 1) p on true
       where s.state = 'signed';
    alter table approval_vote enable trigger approval_vote_not_own;
    commit`)
  await owner.query('vacuum analyze approval_case, approval_seat, approval_vote')
}

/** Row 10. The plain side answers the same question without policies: a page with place, requester and version, and both counts. */
export async function approverInbox(stage: Stage, pairs: number): Promise<Measured[]> {
  await fillInbox(stage)
  const { accountId, nodeId } = largeHandles.campus
  const session = await stage.sessionOf(accountId)
  const page = () => stage.call('approvals.inbox', {}, session)
  const found = (await page()) as { total?: number } | undefined
  const key = `campus-leader@${nodeId}`
  const plain = async () => {
    await stage.owner.query({
      name: 'inbox page',
      text: `select s.id, s.due_at, c.id, c.version, c.payload_hash, c.summary, c.submitted_at, n.name, p.name
               from approval_seat s join approval_case c on c.id = s.case_id join org_node n on n.id = c.node_id join person p on p.id = c.person_id
              where s.state = 'open' and s.assigned_to is null and s.seat_key = $1 order by s.due_at, s.id limit 51`,
      values: [key],
    })
    await stage.owner.query({
      name: 'inbox count',
      text: `select kind, count(*), count(*) filter (where due_at <= now()) from approval_seat s
              where s.state = 'open' and s.assigned_to is null and s.seat_key = $1
                and not exists (select from approval_vote v where v.case_id = s.case_id and v.revision = s.revision) group by kind`,
      values: [key],
    })
  }
  const { a, b, ratio } = await alternate(page, plain, { pairs })
  const ms = (value: number) => `${value.toFixed(2)} ms`
  return [
    {
      ...{ row: '10', measure: `inbox of ${MINE} open of ${ALL}, HTTP ÷ plain SQL, p50`, value: ratio },
      ...{
        target: '≤ 3',
        good: ratio <= 3,
        note: `${ms(median(a.times))} : ${ms(median(b.times))}; ${found?.total ?? '?'} wait`,
      },
    },
  ]
}
