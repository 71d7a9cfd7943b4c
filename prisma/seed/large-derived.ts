/** Rows that triggers keep: written for everybody at once, and the proof that the triggers would have written the same. */
import { unavailable } from '@ministry/kernel/errors'
import type pg from 'pg'

/** Writes list rows and counts of these movements: what app.refresh_people and app.people_counted do, over everybody at once. */
export async function deriveLists(client: pg.Client, movements: readonly string[]): Promise<void> {
  await client.query(
    `insert into person_scope (ancestor_id, person_id, sort_name, state)
     select distinct on (m.person_id, a.id) a.id, m.person_id, p.sort_name, case when p.state = 'archived' then p.state else m.state end
       from membership m join person p on p.id = m.person_id cross join unnest(m.scope_ids) a(id)
      where m.scope_ids[1] = any ($1::uuid[]) and m.left_on is null
      order by m.person_id, a.id, m.is_home desc, m.joined_on, m.id`,
    [movements],
  )
  await client.query(
    `insert into people_count (node_id, state, people)
     select s.ancestor_id, s.state, count(*) from person_scope s join org_node n on n.id = s.ancestor_id
      where n.scope_ids[1] = any ($1::uuid[]) group by 1, 2`,
    [movements],
  )
}

const snapshot = (name: string) => `
  create temporary table ${name} as
  select 'person' kind, id, null::uuid place, jsonb_build_array(scope_ids, home_ids, home_node_id, state, sort_name, search)::text held from person where id = any ($1)
  union all select 'list', person_id, ancestor_id, jsonb_build_array(sort_name, state)::text from person_scope where person_id = any ($1)
  union all select 'account', id, null, (select jsonb_agg(s order by s) from unnest(scope_ids) s)::text from account where person_id = any ($1)
  union all select 'node', id, null, jsonb_build_array(scope_ids, depth)::text from org_node where id = any ($2)
  union all select 'count', node_id, null, jsonb_build_array(state, people)::text from people_count where people <> 0`

/**
 * Lets the triggers write everything again for these people and nodes, compares, and takes it back. Throws Unavailable
 * `seed.derived-differs` with the first differences. Call inside a transaction with triggers on.
 */
export async function verifyDerived(
  client: pg.Client,
  people: readonly string[],
  nodes: readonly string[],
): Promise<void> {
  await client.query('savepoint verify')
  // CREATE TABLE AS takes no parameters: the identifiers are the seed's own.
  const literal = (ids: readonly string[]) => `'{${ids.join()}}'::uuid[]`
  const taking = (name: string) => snapshot(name).replaceAll('$1', literal(people)).replaceAll('$2', literal(nodes))
  await client.query(taking('seed_before'))
  await client.query('delete from person_scope where person_id = any ($1)', [people])
  await client.query(
    "update person set scope_ids = '{}', home_ids = '{}', search = '', sort_name = '' where id = any ($1)",
    [people],
  )
  await client.query("update account set scope_ids = '{}' where person_id = any ($1)", [people])
  await client.query('update membership set left_on = left_on where person_id = any ($1)', [people])
  await client.query('update org_node set parent_id = parent_id where id = any ($1)', [nodes])
  await client.query(taking('seed_after'))
  const { rows } = await client.query<{ what: string }>(`
    select concat_ws(' ', d.written, d.kind, d.id, d.place, d.held) what from (
      (select 'seed' written, b.* from (select * from seed_before except all select * from seed_after) b)
      union all (select 'trigger', a.* from (select * from seed_after except all select * from seed_before) a)
      -- What triggers change by differences, or only when a row is made, is held against its source.
      union all select 'seed', 'count', node_id, null, concat_ws(' ', state, c.people, 'not', l.people)
        from (select node_id, state, people from people_count where node_id = any (${literal(nodes)})) c
        full join (select ancestor_id node_id, state, count(*) people from person_scope where ancestor_id = any (${literal(nodes)}) group by 1, 2) l using (node_id, state)
       where coalesce(c.people, 0) <> coalesce(l.people, 0)
      union all select 'seed', 'scope of membership', m.id, m.node_id, null from membership m join org_node n on n.id = m.node_id
        where m.scope_ids <> n.scope_ids and n.id = any (${literal(nodes)})
      union all select 'seed', 'scope of note', n.id, p.id, null from note n join person p on p.id = n.person_id where n.scope_ids <> p.scope_ids and p.id = any (${literal(people)})
      union all select 'seed', 'scope of follow-up', f.id, p.id, null from follow_up f join person p on p.id = f.person_id where f.scope_ids <> p.scope_ids and p.id = any (${literal(people)})
      union all select 'seed', 'scope of role', r.id, r.node_id, null from role_assignment r join org_node n on n.id = r.node_id where r.scope_ids <> n.scope_ids
      union all select 'seed', 'scope of version', v.id, v.node_id, null from node_version v join org_node n on n.id = v.node_id where v.scope_ids <> n.scope_ids) d
    order by 1 limit 6`)
  await client.query('rollback to savepoint verify')
  if (rows.length === 0) return
  const differences = rows.map(({ what }) => what).join('\n')
  throw unavailable(
    'seed.derived-differs',
    new Error(`Rows written directly differ from what the triggers write:\n${differences}`),
  )
}
