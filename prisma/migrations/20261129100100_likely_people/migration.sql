-- Who rows of a file may be: bounded however common the names, and weighed by how common they really are. Source: PPL-5, IMP-2.

-- People whom the asker may read and who share a key with one of these, by row, those with the most keys in common first; keys that too
-- many share tell nothing.
create function app.block_mates(keys jsonb, most int, each int) returns table (ordinal int, person_id uuid)
language sql stable security definer set search_path = public, app as $$
  select m.ordinal, m.person_id
    from (select k.ordinal, b.person_id, row_number() over (partition by k.ordinal order by count(*) desc, b.person_id) as place
            from (select app.nodes('Person.read') as ids offset 0) reach
            cross join jsonb_to_recordset(keys) as k(ordinal int, key bigint)
            cross join lateral (select array_agg(o.person_id) as people, count(*) as shared from (select o.person_id from person_block o where o.key = k.key limit most + 1) o) s
            cross join lateral unnest(s.people) b(person_id)
           where s.shared <= most and (select p.scope_ids && reach.ids from person p where p.id = b.person_id)
           group by k.ordinal, b.person_id) m
   where m.place <= each
$$;

-- How common names and addresses are in a movement, for whoever reads people in it; under the key 0 how many people there are. What
-- fewer than five have in common tells nothing to those who don't answer for all: it could be one person.
create function app.population_of(movement uuid, keys bigint[]) returns table (key bigint, people int)
language sql stable security definer set search_path = public, app as $$
  select s.key, s.people from population_share s
   where s.movement_id = movement and s.key = any (keys)
     and (s.key = 0 or s.people >= 5 or movement = any (app.nodes('Person.write')))
     and exists (select from org_node n where n.id = any (app.nodes('Person.read')) and n.scope_ids[1] = movement)
$$;
grant create on schema app to ministry_keeper; -- needed to hand the functions over to it; taken back below
alter function app.block_mates(jsonb, int, int) owner to ministry_keeper;
alter function app.population_of(uuid, bigint[]) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.block_mates(jsonb, int, int), app.population_of(uuid, bigint[]) from public;
grant execute on function app.block_mates(jsonb, int, int), app.population_of(uuid, bigint[]) to ministry_app;
