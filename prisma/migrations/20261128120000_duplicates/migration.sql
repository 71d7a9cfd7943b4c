CREATE TABLE "duplicate_pair" (
    "id" UUID NOT NULL,
    "first_id" UUID NOT NULL,
    "second_id" UUID NOT NULL,
    "verdict" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "reasons" JSONB NOT NULL,
    "facts" TEXT NOT NULL,
    "found_by" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "proposed_at" TIMESTAMPTZ(3),
    "proposed_by" UUID,
    "note" TEXT,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "duplicate_pair_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "person_merge" (
    "id" UUID NOT NULL,
    "survivor_id" UUID NOT NULL,
    "merged_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_person" UUID NOT NULL,
    "changes" JSONB NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" UUID,

    CONSTRAINT "person_merge_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "person_merge_move" (
    "id" BIGSERIAL NOT NULL,
    "merge_id" UUID NOT NULL,
    "link" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "key" JSONB NOT NULL,
    "before" JSONB NOT NULL DEFAULT '{}',
    "after" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "person_merge_move_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "person_block" (
    "key" BIGINT NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "person_block_pkey" PRIMARY KEY ("key", "person_id")
);
CREATE TABLE "person_sweep" (
    "person_id" UUID NOT NULL,
    "movement_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "person_sweep_pkey" PRIMARY KEY ("person_id")
);
CREATE TABLE "population_share" (
    "movement_id" UUID NOT NULL,
    "key" BIGINT NOT NULL,
    "people" INTEGER NOT NULL,

    CONSTRAINT "population_share_pkey" PRIMARY KEY ("movement_id", "key")
);
CREATE UNIQUE INDEX "duplicate_pair_first_id_second_id_key" ON "duplicate_pair"("first_id", "second_id");
CREATE INDEX "duplicate_pair_second_id_idx" ON "duplicate_pair"("second_id");
CREATE INDEX "duplicate_pair_scope" ON "duplicate_pair" USING GIN ("scope_ids");
CREATE INDEX "person_merge_survivor_id_at_idx" ON "person_merge"("survivor_id", "at");
CREATE INDEX "person_merge_merged_id_idx" ON "person_merge"("merged_id");
CREATE INDEX "person_merge_move_merge_id_link_idx" ON "person_merge_move"("merge_id", "link");
CREATE INDEX "person_block_person_id_idx" ON "person_block"("person_id");
ALTER TABLE "duplicate_pair" ADD CONSTRAINT "duplicate_pair_first_id_fkey" FOREIGN KEY ("first_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "duplicate_pair" ADD CONSTRAINT "duplicate_pair_second_id_fkey" FOREIGN KEY ("second_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "person_merge" ADD CONSTRAINT "person_merge_survivor_id_fkey" FOREIGN KEY ("survivor_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "person_merge" ADD CONSTRAINT "person_merge_merged_id_fkey" FOREIGN KEY ("merged_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "person_merge_move" ADD CONSTRAINT "person_merge_move_merge_id_fkey" FOREIGN KEY ("merge_id") REFERENCES "person_merge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

alter table duplicate_pair
  add constraint duplicate_pair_order check (first_id < second_id),
  add constraint duplicate_pair_verdict check (verdict in ('certain', 'possible')),
  add constraint duplicate_pair_found_by check (found_by in ('sweep', 'entry', 'proposal')),
  add constraint duplicate_pair_state check (state in ('open', 'not-same', 'merged'));
alter table person_merge add constraint person_merge_two check (survivor_id <> merged_id);
-- Nobody is merged away twice.
create unique index person_merge_once on person_merge (merged_id) where undone_at is null;
alter table person_merge_move add constraint person_merge_move_act check (act in ('moved', 'set', 'added'));

grant create on schema app to ministry_keeper; -- needed to hand functions over to it; taken back below

-- ── Whose pair it is: whoever has both people wholly in reach, which is the role above both where they belong to different places ──
create function app.reach_of(people uuid[]) returns uuid[] language sql stable security definer set search_path = public, app as $$
  select coalesce(array_agg(a.id), '{}') from (
    select a.id from membership m cross join unnest(m.scope_ids) a(id)
     where m.person_id = any (people) and m.left_on is null
     group by a.id
    having count(*) = (select count(*) from membership o where o.person_id = any (people) and o.left_on is null)
       and count(distinct m.person_id) = cardinality(people)) a
$$;
create function app.pair_before() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  new.scope_ids := app.reach_of(array[new.first_id, new.second_id]);
  return new;
end $$;
create trigger duplicate_pair_scope before insert on duplicate_pair for each row execute function app.pair_before();
create function app.pairs_moved() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update duplicate_pair d set scope_ids = app.reach_of(array[d.first_id, d.second_id]) where d.first_id = new.id or d.second_id = new.id;
  return null;
end $$;
create trigger pairs_moved after update of scope_ids, home_ids on person for each row
  when (old.scope_ids is distinct from new.scope_ids or old.home_ids is distinct from new.home_ids) execute function app.pairs_moved();

-- ── What the merge asks ──────────────────────────────────────────────────────────────────────────────────────
-- Where an address leads: the record that stays, through as many merges as there were.
create function app.merged_into(person uuid) returns uuid language sql stable security definer set search_path = public, app as $$
  with recursive way as (
    select person as id, 0 as step
    union all select m.survivor_id, w.step + 1 from way w join person_merge m on m.merged_id = w.id and m.undone_at is null where w.step < 100)
  select id from way order by step desc limit 1
$$;
-- Why these two can't be merged now, as the last words of rule codes; asked for people in one's care alone.
create function app.merge_obstacles(survivor uuid, merged uuid, at timestamptz) returns table (obstacle text)
language plpgsql stable security definer set search_path = public, app as $$
declare
  waiting constant text[] := array['open', 'sent_back'];
begin
  if (select count(*) from person p where p.id in (survivor, merged) and p.home_ids && app.nodes('Person.write')) < 2 then return; end if;
  if not app.reach_of(array[survivor, merged]) && app.nodes('Person.write') then return query select 'not-wholly'; end if;
  if (select count(distinct c.person_id) from account c where c.person_id in (survivor, merged) and c.deactivated_at is null) = 2 then
    return query select 'two-accounts';
  end if;
  -- Whoever goes takes no part in an open request, as whatever: what was asked and signed names them.
  if exists (select from approval_case c where c.state = any (waiting) and (c.person_id = merged or merged = any (c.concerned_ids) or merged = any (c.excluded_ids)))
     or exists (select from approval_seat s where s.state in ('waiting', 'open') and merged in (s.assigned_to, s.assigned_by))
     or exists (select from approval_vote v join approval_case c on c.id = v.case_id and c.revision = v.revision
                 where c.state = any (waiting) and merged in (v.person_id, v.for_person_id)) then
    return query select 'open-request';
  -- Who has asked doesn't come to another level meanwhile.
  elsif exists (select from approval_case c where c.state = any (waiting) and survivor = any (c.excluded_ids))
     and exists (select from role_assignment a where a.person_id = merged and (a.ends_at is null or a.ends_at > at)) then
    return query select 'asks-meanwhile';
  end if;
end $$;
-- Whether somebody has asked for something, or something is asked about them, that is still open; for people in one's care.
create function app.in_open_request(person uuid) returns boolean language sql stable security definer set search_path = public, app as $$
  select exists (select from approval_case c where c.state in ('open', 'sent_back') and person = any (c.excluded_ids))
     and exists (select from person p where p.id = person and p.home_ids && app.nodes('Person.write'))
$$;

-- ── Rows follow ──────────────────────────────────────────────────────────────────────────────────────────────
create function app.key_of(tab text) returns table (build text, same text) language sql stable set search_path = public, pg_catalog as $$
  select 'jsonb_build_object(' || string_agg(format('%L, t.%I', a.attname, a.attname), ', ') || ')',
         string_agg(format('t.%I = (j.key ->> %L)::%s', a.attname, a.attname, format_type(a.atttypid, a.atttypmod)), ' and ')
    from pg_index i cross join unnest(i.indkey) k(n) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.n
   where i.indrelid = ('public.' || quote_ident(tab))::regclass and i.indisprimary
$$;

-- Carries the rows of the record that goes to the one that stays and notes each. `links` are those of the capabilities, in their order:
-- { table, column, once, latest }. Only for a merge that the caller has just noted.
create function app.merge_rows(merge uuid, links jsonb, today date, source text) returns table (link text, number int)
language plpgsql security definer set search_path = public, app as $$
declare
  m person_merge;
  l jsonb;
  t text;
  c text;
  k record;
  unique_to text;
  pairs text;
  stricter text[];
begin
  select * into strict m from person_merge p where p.id = merge and p.undone_at is null;
  if exists (select from person_merge_move j where j.merge_id = merge) then raise insufficient_privilege; end if;
  if (select count(*) from person p where p.id in (m.survivor_id, m.merged_id) and p.home_ids && app.nodes('Person.write')) < 2 then raise insufficient_privilege; end if;

  -- A pending invitation would open an account for the record that goes.
  insert into person_merge_move (merge_id, link, act, key, before, after)
  select merge, 'invitation', 'set', jsonb_build_object('id', i.id), '{"revoked_at": null}', jsonb_build_object('revoked_at', m.at)
    from invitation i where i.person_id = m.merged_id and i.accepted_at is null and i.revoked_at is null;
  update invitation i set revoked_at = m.at where i.person_id = m.merged_id and i.accepted_at is null and i.revoked_at is null;

  -- The stricter word wins: a no of either stands, though the other said yes later.
  stricter := array(select w.channel || ' ' || w.purpose from (
    select distinct on (w.person_id, w.channel, w.purpose) w.channel, w.purpose, w.given
      from consent w where w.person_id in (m.survivor_id, m.merged_id) order by w.person_id, w.channel, w.purpose, w.at desc, w.id desc) w
   group by w.channel, w.purpose having bool_or(not w.given) and bool_or(w.given));

  for l in select * from jsonb_array_elements(links || '[{"table": "invitation", "column": "person_id"}, {"table": "consent", "column": "person_id"}]') loop
    t := l ->> 'table';
    c := l ->> 'column';
    if not exists (select from pg_attribute a where a.attrelid = ('public.' || quote_ident(t))::regclass and a.attname = c and a.atttypid = 'uuid'::regtype and c <> 'id') then
      raise insufficient_privilege;
    end if;
    select * into k from app.key_of(t);
    if l ? 'latest' then
      select string_agg(format('%L, t.%I', col, col), ', ') into pairs from jsonb_array_elements_text(l -> 'latest') col;
      execute format('insert into person_merge_move (merge_id, link, act, key, before, after)
                      select $3, %1$L, ''set'', %3$s, jsonb_build_object(%4$s), jsonb_build_object(%5$s) from %1$I t, %1$I o where t.%2$I = $2 and o.%2$I = $1',
                     t, c, k.build, pairs, (select string_agg(format('%L, greatest(t.%I, o.%I)', col, col, col), ', ') from jsonb_array_elements_text(l -> 'latest') col))
        using m.merged_id, m.survivor_id, merge;
      execute format('update %1$I t set %3$s from %1$I o where t.%2$I = $2 and o.%2$I = $1', t, c,
                     (select string_agg(format('%I = greatest(t.%I, o.%I)', col, col, col), ', ') from jsonb_array_elements_text(l -> 'latest') col))
        using m.merged_id, m.survivor_id;
    end if;
    unique_to := case when l ? 'once' then format(' and not exists (select from %1$I o where o.%2$I = $2', t, c)
      || coalesce((select string_agg(format(' and o.%I is not distinct from t.%I', col, col), '') from jsonb_array_elements_text(l -> 'once') col), '') || ')' else '' end
      || case when l ? 'apart' then format(' and t.%I is distinct from $2', l ->> 'apart') else '' end;
    execute format('with moved as (update %1$I t set %2$I = $2 where t.%2$I = $1%3$s returning %4$s as key)
                    insert into person_merge_move (merge_id, link, act, key) select $3, %5$L, ''moved'', key from moved', t, c, unique_to, k.build, t || '.' || c)
      using m.merged_id, m.survivor_id, merge;
  end loop;

  with added as (
    insert into consent (id, person_id, channel, purpose, given, at, source, by_person)
    select gen_random_uuid(), m.survivor_id, s.channel, s.purpose, false, greatest(m.at, s.at + interval '1 ms'), source, m.by_person
      from (select distinct on (w.channel, w.purpose) w.channel, w.purpose, w.given, w.at
              from consent w where w.person_id = m.survivor_id order by w.channel, w.purpose, w.at desc, w.id desc) s
     where s.given and s.channel || ' ' || s.purpose = any (stricter)
    returning id)
  insert into person_merge_move (merge_id, link, act, key) select merge, 'consent', 'added', jsonb_build_object('id', a.id) from added a;

  -- Memberships last, whose triggers look at the rest. Where both belong, the one that stays does; the home stays too.
  insert into person_merge_move (merge_id, link, act, key, before, after)
  select merge, 'membership', 'set', jsonb_build_object('id', g.id), jsonb_build_object('is_home', g.is_home, 'left_on', g.left_on),
         jsonb_build_object('is_home', false, 'left_on', case when o.id is null then g.left_on else greatest(g.joined_on, today) end)
    from membership g left join membership o on o.person_id = m.survivor_id and o.node_id = g.node_id and o.left_on is null and g.left_on is null
   where g.person_id = m.merged_id and (g.is_home or o.id is not null);
  update membership g set is_home = false, left_on = greatest(g.joined_on, today)
    from membership o where g.person_id = m.merged_id and g.left_on is null and o.person_id = m.survivor_id and o.node_id = g.node_id and o.left_on is null;
  with moved as (
    update membership g set person_id = m.survivor_id, is_home = false
     where g.person_id = m.merged_id
       and not exists (select from person_merge_move j where j.merge_id = merge and j.link = 'membership' and (j.key ->> 'id')::uuid = g.id
                          and j.before ->> 'left_on' is null and j.after ->> 'left_on' is not null)
    returning g.id)
  insert into person_merge_move (merge_id, link, act, key) select merge, 'membership.person_id', 'moved', jsonb_build_object('id', v.id) from moved v;
  update account a set scope_ids = app.account_scope(a.person_id) where a.person_id in (m.survivor_id, m.merged_id);
  update duplicate_pair d set state = 'merged', decided_at = m.at, decided_by = m.by_person
   where d.first_id = least(m.survivor_id, m.merged_id) and d.second_id = greatest(m.survivor_id, m.merged_id);
  return query select j.link, count(*)::int from person_merge_move j where j.merge_id = merge and j.act = 'moved' group by j.link order by j.link;
end $$;

-- Gives everything back. What came since stays with the record that stayed, but for rows at places that were the other's alone: `links`
-- with { later: { at, node } } say how that is told.
create function app.unmerge_rows(merge uuid, links jsonb) returns table (link text, number int)
language plpgsql security definer set search_path = public, app as $$
declare
  m person_merge;
  r record;
  k record;
  l jsonb;
  theirs uuid[];
  n int;
begin
  -- Noted as undone by the caller in this transaction.
  select * into strict m from person_merge p where p.id = merge and p.undone_at is not null;
  if exists (select from person_merge o where o.merged_id = m.merged_id and o.undone_at is null) then raise insufficient_privilege; end if;
  if not exists (select from person p where p.id = m.survivor_id and p.home_ids && app.nodes('Person.write')) then raise insufficient_privilege; end if;
  if not exists (select from person_merge_move j where j.merge_id = merge) then raise insufficient_privilege; end if;

  select coalesce(array_agg(distinct g.node_id), '{}') into theirs
    from person_merge_move j join membership g on g.id = (j.key ->> 'id')::uuid
   where j.merge_id = merge and j.link = 'membership.person_id'
     and not exists (select from membership o where o.person_id = m.survivor_id and o.node_id = g.node_id
                        and o.id not in (select (x.key ->> 'id')::uuid from person_merge_move x where x.merge_id = merge and x.link = 'membership.person_id'));

  delete from consent w using person_merge_move j where j.merge_id = merge and j.link = 'consent' and j.act = 'added' and w.id = (j.key ->> 'id')::uuid;
  -- Memberships after all else: a key goes where its place is left.
  for r in select j.link, split_part(j.link, '.', 1) as tab, split_part(j.link, '.', 2) as col from person_merge_move j
            where j.merge_id = merge and j.act = 'moved' and j.link <> 'membership.person_id' group by j.link loop
    select * into k from app.key_of(r.tab);
    -- Where the person is the row's key, the row has it by the survivor's id.
    execute format('update %1$I t set %2$I = $2 from person_merge_move j where j.merge_id = $3 and j.link = %3$L and j.act = ''moved'' and t.%2$I = $1 and %4$s', r.tab, r.col, r.link, k.same)
      using m.survivor_id, m.merged_id, merge;
    get diagnostics n = row_count;
    link := r.link; number := n; return next;
  end loop;
  for l in select * from jsonb_array_elements(links) x where x ? 'later' loop
    execute format('update %1$I t set %2$I = $2 where t.%2$I = $1 and t.%3$I > $3 and t.%4$I = any ($4)', l ->> 'table', l ->> 'column', l -> 'later' ->> 'at', l -> 'later' ->> 'node')
      using m.survivor_id, m.merged_id, m.at, theirs;
    get diagnostics n = row_count;
    link := 'later ' || (l ->> 'table'); number := n; return next;
  end loop;

  -- In one statement: nobody is without a home in between, and none has two.
  update membership g
     set person_id = case when v.moved then m.merged_id else g.person_id end,
         is_home = case when v.was_home then true else g.is_home end,
         left_on = case when v.was_home or v.closed then null else g.left_on end
    from (select (j.key ->> 'id')::uuid as id, bool_or(j.act = 'moved') as moved,
                 bool_or(j.act = 'set' and (j.before ->> 'is_home')::bool and j.before ->> 'left_on' is null) as was_home,
                 bool_or(j.act = 'set' and j.before ->> 'left_on' is null and j.after ->> 'left_on' is not null) as closed
            from person_merge_move j where j.merge_id = merge and j.link in ('membership', 'membership.person_id') group by 1) v
   where g.id = v.id and g.person_id in (m.survivor_id, m.merged_id);
  get diagnostics n = row_count;
  link := 'membership.person_id'; number := n; return next;

  for r in select j.link as tab, f.col from person_merge_move j cross join lateral jsonb_object_keys(j.before) f(col)
            where j.merge_id = merge and j.act = 'set' and j.link <> 'membership' group by 1, 2 loop
    select * into k from app.key_of(r.tab);
    -- What was changed since stays so.
    execute format('update %1$I t set %2$I = (jsonb_populate_record(t, j.before)).%2$I from person_merge_move j
                     where j.merge_id = $1 and j.link = %1$L and j.act = ''set'' and %3$s and t.%2$I is not distinct from (jsonb_populate_record(t, j.after)).%2$I', r.tab, r.col, k.same)
      using merge;
  end loop;
  update account a set scope_ids = app.account_scope(a.person_id) where a.person_id in (m.survivor_id, m.merged_id);
  -- A wish that was lifted or noted since holds for whoever it went with.
  update person p set do_not_contact = exists (select from do_not_contact d where d.person_id = p.id and d.lifted_at is null)
   where p.id = m.merged_id and exists (select from do_not_contact d where d.person_id = p.id);
  -- Whoever takes a merge back says that they are two.
  update duplicate_pair d set state = 'not-same', decided_at = m.undone_at, decided_by = m.undone_by
   where d.first_id = least(m.survivor_id, m.merged_id) and d.second_id = greatest(m.survivor_id, m.merged_id);
end $$;

-- A pair that is on record already becomes a proposal of whoever edits one of the two: they need not see what others have it for.
create function app.propose_pair(first uuid, second uuid, words text, at timestamptz) returns uuid language sql security definer set search_path = public, app as $$
  update duplicate_pair d set proposed_at = at, proposed_by = app.person_id(), note = words
   where d.first_id = first and d.second_id = second and d.state = 'open'
     and exists (select from person p where p.id in (first, second) and p.home_ids && app.nodes('Person.write'))
  returning d.id
$$;
-- How the record was called that went: for whoever may read the one that stayed.
create function app.merged_name(merge uuid) returns text language sql stable security definer set search_path = public, app as $$
  select g.name from person_merge m join person s on s.id = m.survivor_id join person g on g.id = m.merged_id
   where m.id = merge and s.home_ids && app.nodes('Person.write')
$$;
-- Whether the record that stayed has a home of its own when the other's memberships have gone.
create function app.keeps_home(merge uuid) returns boolean language sql stable security definer set search_path = public, app as $$
  select exists (select from person_merge p join membership g on g.person_id = p.survivor_id and g.is_home and g.left_on is null
                  where p.id = merge and not exists (select from person_merge_move j where j.merge_id = merge and j.link = 'membership.person_id' and (j.key ->> 'id')::uuid = g.id))
$$;

-- People whom the asker may read and who share a key with one of these, by row; keys that too many share tell nothing.
create function app.block_mates(keys jsonb, most int) returns table (ordinal int, person_id uuid)
language sql stable security definer set search_path = public, app as $$
  select distinct k.ordinal, b.person_id
    from jsonb_to_recordset(keys) as k(ordinal int, key bigint)
    cross join lateral (select array_agg(o.person_id) as people, count(*) as shared from (select o.person_id from person_block o where o.key = k.key limit most + 1) o) s
    cross join lateral unnest(s.people) b(person_id)
   where s.shared <= most and (select p.scope_ids && app.nodes('Person.read') from person p where p.id = b.person_id)
$$;

-- ── Row-level security ───────────────────────────────────────────────────────────────────────────────────────
do $$
declare t text;
begin
  foreach t in array array['duplicate_pair', 'person_merge', 'person_merge_move', 'person_block', 'person_sweep', 'population_share'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
  end loop;
end $$;
grant usage on sequence person_merge_move_id_seq to ministry_keeper;
grant select, insert, update, delete on duplicate_pair to ministry_app;
grant select, insert, update on person_sweep, population_share to ministry_app;
grant select, insert, delete on person_block to ministry_app;
grant select, insert on person_merge to ministry_app;
grant update (undone_at, undone_by) on person_merge to ministry_app;

create policy app_read on duplicate_pair for select to ministry_app using (scope_ids && (select app.nodes('Person.write')) or proposed_by = (select app.person_id()));
create policy app_write on duplicate_pair for insert to ministry_app with check (scope_ids && (select app.nodes('Person.write')) or proposed_by = (select app.person_id()));
create policy app_change on duplicate_pair for update to ministry_app
  using (scope_ids && (select app.nodes('Person.write')) or proposed_by = (select app.person_id()) and state = 'open')
  with check (scope_ids && (select app.nodes('Person.write')) or proposed_by = (select app.person_id()) and state = 'open');
-- What the sweep no longer finds.
create policy app_drop on duplicate_pair for delete to ministry_app using (state = 'open' and proposed_at is null and scope_ids && (select app.nodes('Person.write')));
create policy app_read on person_merge for select to ministry_app using ((select p.scope_ids && (select app.nodes('Person.read')) from person p where p.id = survivor_id));
create policy app_write on person_merge for insert to ministry_app with check (
  (select p.home_ids && (select app.nodes('Person.write')) from person p where p.id = survivor_id)
  and (select p.home_ids && (select app.nodes('Person.write')) from person p where p.id = merged_id));
create policy app_change on person_merge for update to ministry_app
  using ((select p.home_ids && (select app.nodes('Person.write')) from person p where p.id = survivor_id));
-- The sweep works for a whole movement.
create policy app_sweep on person_sweep to ministry_app using (movement_id = any ((select app.nodes('Person.write'))::uuid[])) with check (movement_id = any ((select app.nodes('Person.write'))::uuid[]));
create policy app_sweep on population_share for all to ministry_app using (movement_id = any ((select app.nodes('Person.write'))::uuid[])) with check (movement_id = any ((select app.nodes('Person.write'))::uuid[]));
-- How common a name is tells of nobody.
create policy app_read on population_share for select to ministry_app using (true);
create policy app_sweep on person_block to ministry_app
  using ((select p.home_ids && (select app.nodes('Person.write')) from person p where p.id = person_id))
  with check ((select p.home_ids && (select app.nodes('Person.write')) from person p where p.id = person_id));

do $$
declare f record;
begin
  for f in select p.oid::regprocedure as signature from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'app' and p.proname in ('reach_of', 'pair_before', 'pairs_moved', 'merged_into', 'merge_obstacles', 'in_open_request', 'keeps_home', 'propose_pair', 'merged_name', 'key_of', 'merge_rows', 'unmerge_rows', 'block_mates') loop
    execute format('alter function %s owner to ministry_keeper', f.signature);
    execute format('revoke all on function %s from public', f.signature);
    if f.signature::text ~ '(merged_into|merge_obstacles|in_open_request|keeps_home|propose_pair|merged_name|merge_rows|block_mates)' then execute format('grant execute on function %s to ministry_app', f.signature); end if;
  end loop;
end $$;
revoke create on schema app from ministry_keeper;
