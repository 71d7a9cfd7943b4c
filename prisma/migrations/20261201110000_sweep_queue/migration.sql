-- Duplicates among hundreds of thousands: who has to be looked at stands in a queue, and whoever shares a key in one row. Source: PPL-5.
DROP FUNCTION app.block_mates(jsonb, int);
DROP FUNCTION app.block_mates(jsonb, int, int);
DROP FUNCTION app.people_to_sweep(uuid, uuid, int);
DROP TABLE "person_block";
DROP TABLE "person_sweep";
CREATE TABLE "person_block" (
    "key" BIGINT NOT NULL,
    "people" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "crowded" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "person_block_pkey" PRIMARY KEY ("key")
);
CREATE TABLE "person_sweep" (
    "person_id" UUID NOT NULL,
    "movement_id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "keys" BIGINT[] DEFAULT ARRAY[]::BIGINT[],

    CONSTRAINT "person_sweep_pkey" PRIMARY KEY ("person_id")
);
CREATE TABLE "person_to_sweep" (
    "movement_id" UUID NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "person_to_sweep_pkey" PRIMARY KEY ("movement_id", "id")
);
CREATE UNIQUE INDEX "person_sweep_number_key" ON "person_sweep"("number");

-- Everybody is sought anew, and so counted anew.
truncate population_share;
insert into person_to_sweep (movement_id, person_id) select p.home_ids[1], p.id from person p where p.home_ids <> '{}' order by p.id;

grant create on schema app to ministry_keeper; -- needed to hand functions over to it; taken back below

create function app.person_to_sweep() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  insert into person_to_sweep (movement_id, person_id) values (new.home_ids[1], new.id);
  return null;
end $$;
create trigger person_made_to_sweep after insert on person for each row
  when (new.home_ids <> '{}') execute function app.person_to_sweep();
create trigger person_to_sweep after update on person for each row
  when (new.home_ids <> '{}' and (old.version is distinct from new.version or old.home_ids[1] is distinct from new.home_ids[1]))
  execute function app.person_to_sweep();

-- Puts people of a movement where their keys lead, and takes them away from where these led before. `given` are [{ person_id, keys }].
-- A key that more than `most` share tells nothing from then on. Answers with those who were never looked at before.
create function app.block_people(movement uuid, given jsonb, most int) returns setof uuid language plpgsql security definer set search_path = public, app as $$
begin
  if movement <> all (app.nodes('Person.write')) then raise insufficient_privilege; end if;
  -- Nobody of another movement.
  given := coalesce((select jsonb_agg(r.one) from jsonb_array_elements(given) r(one) join person p on p.id = (r.one ->> 'person_id')::uuid and p.home_ids[1] = movement), '[]');
  return query
    insert into person_sweep (person_id, movement_id)
    select r.person_id, movement from jsonb_to_recordset(given) as r(person_id uuid) order by 1
    on conflict (person_id) do nothing returning person_sweep.person_id;

  with gone as (
    select k.key, array_agg(s.number) as people
      from jsonb_to_recordset(given) as r(person_id uuid, keys bigint[]) join person_sweep s on s.person_id = r.person_id cross join unnest(s.keys) k(key)
     where k.key <> all (r.keys) group by 1)
  update person_block b set people = array(select n from unnest(b.people) n where n <> all (g.people)) from gone g where b.key = g.key and not b.crowded;

  insert into person_block (key, people, crowded)
  select a.key, case when a.number <= most then a.people else '{}' end, a.number > most
    from (select k.key, array_agg(s.number) as people, count(*) as number
            from jsonb_to_recordset(given) as r(person_id uuid, keys bigint[]) join person_sweep s on s.person_id = r.person_id cross join unnest(r.keys) k(key)
           where k.key <> all (s.keys) group by 1 order by 1) a
  on conflict (key) do update
     set crowded = excluded.crowded or cardinality(person_block.people) + cardinality(excluded.people) > most,
         people = case when excluded.crowded or cardinality(person_block.people) + cardinality(excluded.people) > most then '{}' else person_block.people || excluded.people end
   where not person_block.crowded;

  update person_sweep s set keys = r.keys, movement_id = movement
    from jsonb_to_recordset(given) as r(person_id uuid, keys bigint[])
   where s.person_id = r.person_id and s.keys is distinct from r.keys;
end $$;

-- Takes somebody away from all keys; for whoever may change the record.
create function app.unblock(person uuid) returns void language sql security definer set search_path = public, app as $$
  with gone as (
    update person_sweep s set keys = '{}' from person_sweep was
     where s.person_id = person and was.person_id = person
       and exists (select from person p where p.id = person and p.home_ids && app.nodes('Person.write'))
    returning was.number, was.keys)
  update person_block b set people = array_remove(b.people, g.number) from gone g where b.key = any (g.keys)
$$;

-- People whom the asker may read and who share a key with one of these, by row: those with the most, and the rarest, in common first; at
-- most `each`, of the first `among` whomever the asker reads.
create function app.block_mates(keys jsonb, among int, each int) returns table (ordinal int, person_id uuid)
language sql stable security definer set search_path = public, app as $$
  select m.ordinal, m.person_id
    from (select f.ordinal, s.person_id, row_number() over (partition by f.ordinal order by f.place) as place
            from (select app.nodes('Person.read') as ids offset 0) reach
            cross join (
              select k.ordinal, n.number, row_number() over (partition by k.ordinal order by sum(ln(100::float8 / cardinality(b.people))) desc, n.number) as place
                from jsonb_to_recordset(keys) as k(ordinal int, key bigint)
                join person_block b on b.key = k.key and not b.crowded
                cross join unnest(b.people) n(number)
               group by 1, 2) f
            join person_sweep s on s.number = f.number
           where f.place <= among and (select p.scope_ids && reach.ids from person p where p.id = s.person_id)) m
   where m.place <= each
$$;

do $$
declare t text;
begin
  foreach t in array array['person_block', 'person_sweep', 'person_to_sweep'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
  end loop;
  -- The sweep works for a whole movement.
  create policy app_sweep on person_to_sweep to ministry_app using (movement_id = any ((select app.nodes('Person.write'))::uuid[]));
  grant select, delete on person_to_sweep to ministry_app;
  grant usage on sequence person_sweep_number_seq, person_to_sweep_id_seq to ministry_keeper;
  foreach t in array array['app.person_to_sweep()', 'app.block_people(uuid, jsonb, int)', 'app.unblock(uuid)', 'app.block_mates(jsonb, int, int)'] loop
    execute format('alter function %s owner to ministry_keeper', t);
    execute format('revoke all on function %s from public', t);
    if t <> 'app.person_to_sweep()' then execute format('grant execute on function %s to ministry_app', t); end if;
  end loop;
end $$;
revoke create on schema app from ministry_keeper;
