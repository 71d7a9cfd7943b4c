-- Search folds case and accents, and apostrophes go: Ng’ang’a is found as Nganga, O'Neil as ONeil.
create or replace function app.fold(value text) returns text language sql immutable parallel safe strict as
  $$ select lower(replace(public.unaccent('public.unaccent'::regdictionary, value), '''', '')) $$;

-- Whom finance and training may see, once those capabilities keep the two columns (ACS-1: donor identity, read of enrolled).
ALTER TABLE "person" ADD COLUMN "enrolled" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "donor" BOOLEAN NOT NULL DEFAULT false;

drop policy app_read on person;
create policy app_read on person for select to ministry_app using (
  scope_ids && (select app.nodes('Person.read'))
  or id = (select app.person_id())
  or (state = 'pre_graduate' and scope_ids && (select app.nodes('Person.read.pre_graduate')))
  or (listed_in_group and scope_ids && (select app.nodes('Person.read.listed')))
  or (enrolled and scope_ids && (select app.nodes('Person.read.enrolled')))
  or (donor and scope_ids && (select app.nodes('Person.read.donor'))));

-- The asker's nodes are read once a statement, not once a row: an import writes thousands of rows under these.
drop policy app_read on membership_state;
drop policy app_write on membership_state;
create policy app_read on membership_state for select to ministry_app using ((select m.scope_ids && (select app.nodes('Membership.read')) or m.person_id = (select app.person_id()) from membership m where m.id = membership_id));
create policy app_write on membership_state for insert to ministry_app with check ((select m.scope_ids && (select app.nodes('Membership.write')) from membership m where m.id = membership_id));
do $$
declare t text;
begin
  foreach t in array array['consent', 'do_not_contact', 'person_key'] loop
    execute format('drop policy app_read on %I', t);
    execute format('drop policy app_write on %I', t);
    execute format($p$create policy app_read on %I for select to ministry_app using (person_id = (select app.person_id()) or (select p.scope_ids && (select app.nodes('Person.read')) from person p where p.id = person_id))$p$, t);
    execute format($p$create policy app_write on %I for insert to ministry_app with check (person_id = (select app.person_id()) or (select p.home_ids && (select app.nodes('Person.write')) from person p where p.id = person_id))$p$, t);
  end loop;
end $$;

-- One index less to write: a person's rows are found by the primary key.
ALTER TABLE "person_scope" DROP CONSTRAINT "person_scope_pkey",
ADD CONSTRAINT "person_scope_pkey" PRIMARY KEY ("person_id", "ancestor_id");
DROP INDEX "person_scope_person_id_idx";
-- With the state in it, the index of the list order answers the default list alone; without, a generic plan takes the index of the
-- states, which looks as good for the one row that the policy seems to leave, and sorts the whole subtree.
DROP INDEX "person_scope_ancestor_id_sort_name_person_id_idx";
CREATE INDEX "person_scope_ancestor_id_sort_name_person_id_state_idx" ON "person_scope"("ancestor_id", "sort_name", "person_id", "state");

-- Every look-up scans the whole list of entries that wait to be sorted in: an import and its dry runs must not slow each other.
alter index person_emails_idx set (fastupdate = off);
alter index person_phones_idx set (fastupdate = off);

-- What a name is made of, for searching: folded text without punctuation, in the order as written.
create function app.words_of(folded text) returns text[] language sql immutable parallel safe as
  $$ select array_remove(regexp_split_to_array(folded, '[\s!-/:-@\[-`{-~]+'), '') $$;
-- The same with every ending of words in scripts that put no space between names.
create function app.name_words(folded text) returns text[] language plpgsql immutable parallel safe as $$
begin
  if folded !~ '[⺀-￿]' then return app.words_of(folded); end if;
  return array(select substr(w, i) from unnest(app.words_of(folded)) w
                cross join generate_series(1, case when w ~ '[⺀-￿]' then length(w) else 1 end) i);
end $$;

-- People at a place by words of their names. Whole words, not trigrams: a third of the size and of the work of an import, and the
-- beginnings of words are looked up among the words below, of which there are few.
DROP INDEX "person_scope_search";
create index person_words on person using gin (scope_ids, array_to_tsvector(app.name_words(search))) with (gin_pending_list_limit = 256);

-- The words of the names in a movement (by its National node): a beginning, or a slip of the finger, is looked up among some
-- thousand words and not among all people. Not linked to people; rebuilt by app.rebuild_name_words().
create extension if not exists fuzzystrmatch;
CREATE TABLE "name_word" (
    "movement_id" UUID NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "name_word_pkey" PRIMARY KEY ("movement_id", "word")
);
CREATE INDEX "name_word_word_idx" ON "name_word" USING GIN ("word" gin_trgm_ops);
alter table name_word enable row level security;
alter table name_word force row level security;
create policy keeper on name_word to ministry_keeper using (true) with check (true);
grant select, insert, delete on name_word to ministry_keeper;

-- Matching by name asks for equality; the list order (sort_name) may be "Family, Given".
create index person_folded_name on person (app.fold(name));

grant create on schema app to ministry_keeper; -- needed to hand functions over to it; taken back below

-- Candidates of a file (an array of {ordinal, keys, emails, phones, name, birth_date}) against the people whom the asker may read.
-- Array and text-search operators may leak and are never pushed below a policy; this function asks the same question as the policy.
create function app.match_people(node uuid, candidates jsonb) returns table (ordinal int, person_id uuid, by text)
language plpgsql stable security definer set search_path = public, app as $$
declare mine uuid[] := app.nodes('Person.read');
begin
  return query
  with c as materialized (
    select * from jsonb_to_recordset(candidates) as r(ordinal int, keys jsonb, emails text[], phones text[], name text, birth_date text))
  , found as (
    select c.ordinal, k.person_id, 1 as rank
      from c cross join lateral jsonb_to_recordset(c.keys) as g(source text, key text)
      join person_key k on k.node_id = node and k.source = g.source and k.key = g.key
    union all
    select c.ordinal, p.id, 2 from c cross join lateral unnest(c.emails) as g(email) join person p on p.emails @> array[g.email]
    union all
    select c.ordinal, p.id, 3 from c cross join lateral unnest(c.phones) as g(phone) join person p on p.phones @> array[g.phone]
    union all
    select c.ordinal, p.id, 4 from c join person p on app.fold(p.name) = app.fold(c.name) and p.birth_date = c.birth_date
    union all
    select c.ordinal, n.id, 5 from c cross join lateral (
      select p.id from person p
       where app.fold(p.name) = app.fold(c.name) and p.scope_ids @> array[node]
         and (p.birth_date is null or c.birth_date is null or p.birth_date like c.birth_date || '%' or c.birth_date like p.birth_date || '%')
       order by p.id limit 5) n)
  select f.ordinal, f.person_id, (array['key', 'email', 'phone', 'name-and-birth-date', 'name'])[min(f.rank)]
    from found f where (select p.scope_ids && mine from person p where p.id = f.person_id)
   group by f.ordinal, f.person_id;
end $$;

-- Present and coming seats (assigned roles) of people in one's care, wherever the seats are: who stands higher is not known from one's own nodes.
create function app.seats_of(people uuid[], at timestamptz) returns table (person_id uuid, role text, scope_ids uuid[])
language sql stable security definer set search_path = public, app as $$
  select a.person_id, a.role, a.scope_ids
    from role_assignment a join person p on p.id = a.person_id
   where a.person_id = any (people) and (a.ends_at is null or a.ends_at > at)
     and a.node_id is not null and p.home_ids && app.nodes('Person.write')
$$;

-- As the foundation has it, but: scope_ids in one order, so that what is so already is not written again; archived people
-- archived in every list; and external keys that go when their place is left.
create or replace function app.person_before() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  if tg_op = 'INSERT' then
    -- Until the home membership stands (same transaction), the person already belongs to its node.
    select n.scope_ids, (select array_agg(a order by a) from unnest(n.scope_ids) a) into new.home_ids, new.scope_ids
      from org_node n where n.id = new.home_node_id;
    new.home_ids := coalesce(new.home_ids, '{}');
    new.scope_ids := coalesce(new.scope_ids, '{}');
  elsif new.name is distinct from old.name and new.sort_name = old.sort_name then
    new.sort_name := '';
  end if;
  new.search := app.fold(new.name || coalesce(' ' || new.preferred_name, ''));
  new.sort_name := case when new.sort_name <> '' then app.fold(new.sort_name)
                        when new.preferred_name is null then new.search else app.fold(new.name) end;
  return new;
end $$;

create or replace function app.refresh_people(people uuid[]) returns void language plpgsql security definer set search_path = public, app as $$
begin
  perform 1 from person where id = any (people) order by id for update;
  update person p
     set scope_ids = w.scope_ids, home_ids = w.home_ids, home_node_id = w.home_node_id, state = w.state
    from (select ids.id,
                 coalesce((select array_agg(distinct a.id) from membership m cross join unnest(m.scope_ids) a(id)
                            where m.person_id = ids.id and m.left_on is null), '{}') scope_ids,
                 coalesce(h.scope_ids, '{}') home_ids, h.node_id home_node_id, coalesce(h.state, 'archived') state
            from unnest(people) ids(id)
            left join membership h on h.person_id = ids.id and h.left_on is null and h.is_home) w
   where p.id = w.id
     and (p.scope_ids, p.home_ids, p.home_node_id, p.state) is distinct from (w.scope_ids, w.home_ids, w.home_node_id, w.state);
  delete from person_scope s using person p where s.person_id = any (people) and p.id = s.person_id and s.ancestor_id <> all (p.scope_ids);
  delete from person_key k using person p where k.person_id = any (people) and p.id = k.person_id and k.node_id <> all (p.scope_ids);
  insert into person_scope (ancestor_id, person_id, sort_name, state)
  select distinct on (a.id, m.person_id) a.id, m.person_id, p.sort_name, case when p.state = 'archived' then p.state else m.state end
    from membership m join person p on p.id = m.person_id cross join unnest(m.scope_ids) a(id)
   where m.person_id = any (people) and m.left_on is null
   order by a.id, m.person_id, m.is_home desc, m.joined_on, m.id
  on conflict (person_id, ancestor_id) do update set state = excluded.state, sort_name = excluded.sort_name
   where (person_scope.state, person_scope.sort_name) is distinct from (excluded.state, excluded.sort_name);
  update account c set scope_ids = app.account_scope(c.person_id) where c.person_id = any (people);
  perform app.add_name_words(people);
end $$;

-- In one fixed order: two writers never wait for each other in a circle.
create function app.add_name_words(people uuid[]) returns void language sql security definer set search_path = public, app as $$
  insert into name_word (movement_id, word)
  select distinct p.home_ids[1], w from person p cross join unnest(app.name_words(p.search)) w
   where p.id = any (people) and p.home_ids <> '{}' and length(w) <= 50 order by 1, 2
  on conflict do nothing
$$;
create function app.rebuild_name_words() returns void language sql security definer set search_path = public, app as $$
  delete from name_word;
  insert into name_word (movement_id, word)
  select distinct p.home_ids[1], w from person p cross join unnest(app.name_words(p.search)) w
   where p.home_ids <> '{}' and length(w) <= 50
$$;
create function app.person_respelled() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  perform app.add_name_words(array[new.id]);
  return null;
end $$;
create trigger person_respelled after update of name, preferred_name on person for each row when (old.search is distinct from new.search) execute function app.person_respelled();

-- Whether the asker may read this person: the policy of person as a question, for functions that pass it by.
create function app.sees(p person) returns boolean language sql stable security definer set search_path = public, app as $$
  select p.scope_ids && app.nodes('Person.read')
      or p.id = app.person_id()
      or (p.state = 'pre_graduate' and p.scope_ids && app.nodes('Person.read.pre_graduate'))
      or (p.listed_in_group and p.scope_ids && app.nodes('Person.read.listed'))
      or (p.enrolled and p.scope_ids && app.nodes('Person.read.enrolled'))
      or (p.donor and p.scope_ids && app.nodes('Person.read.donor'))
$$;

-- A page of the people at a node who pass filters, in list order, and how many pass in all (one row with nulls where the page is
-- empty). One pass over the place, however rare or common what is asked for: policies would be asked once a person.
create function app.filter_people(node uuid, states text[], genders text[], graduation_from text, graduation_before text, no_contact boolean,
                                  direct boolean, joined_since date, after_name text, after_id uuid, take int)
returns table (total bigint, id uuid, sort_name text, state text)
language plpgsql stable security definer set search_path = public, app set enable_seqscan = off set work_mem = '32MB' as $$
begin
  if not exists (select from org_node n where n.id = node and n.scope_ids && app.nodes('Person.read')) then return; end if;
  return query execute
    'with found as materialized (
       select p.id, p.sort_name, s.state from person p
         cross join lateral (select case when p.home_ids @> array[$1] then p.state
                                         else (select s.state from person_scope s where s.person_id = p.id and s.ancestor_id = $1) end as state) s
        where p.scope_ids @> array[$1] and s.state = any ($2)'
    || case when genders is null then '' else ' and p.gender = any ($3)' end
    || case when graduation_from is null then '' else ' and p.expected_graduation >= $4' end
    || case when graduation_before is null then '' else ' and p.expected_graduation < $5' end
    || case when no_contact is null then '' else ' and p.do_not_contact = $6' end
    || case when not direct and joined_since is null then ''
            else ' and p.id in (select m.person_id from membership m where m.left_on is null and '
                 || case when direct then 'm.node_id = $1' else 'm.scope_ids @> array[$1]' end
                 || case when joined_since is null then '' else ' and m.joined_on >= $7' end || ')' end
    || ') select t.total, f.id, f.sort_name, f.state from (select count(*) as total from found) t
          left join lateral (select * from found where $8 is null or (found.sort_name, found.id) > ($8, $9)
                              order by found.sort_name, found.id limit $10) f on true
         order by f.sort_name, f.id'
    using node, states, genders, graduation_from, graduation_before, no_contact, joined_since, after_name, after_id, take;
end $$;

create function app.any_of(words text[]) returns tsquery language sql immutable parallel safe as
  $$ select string_agg('''' || replace(w, '''', '''''') || '''', '|')::tsquery from unnest(words) w $$;

-- People at a node and below by name, or by an e-mail address or phone number (`contact`, as it is kept): at most `cap`, with how
-- well they fit. Text and array operators may leak and are therefore never pushed below a policy; this function asks the same
-- question as the policy of person itself and can use the indexes. Every word typed must begin a word of the name; one that begins
-- none on record is taken for the nearest. Where thousands would fit whatever comes of it (one letter; up to three in a large place),
-- the term is the beginning of the list name, or a whole word.
create function app.find_people(node uuid, term text, contact text, cap int) returns table (id uuid, score real)
language plpgsql stable security definer set search_path = public, app set enable_seqscan = off set pg_trgm.similarity_threshold = 0.3 as $$
declare
  place uuid[] := (select n.scope_ids from org_node n where n.id = node);
  everybody boolean := coalesce(place && app.nodes('Person.read'), false);
  large boolean := (select sum(c.people) from people_count c where c.node_id = node) > 20000;
  folded text := app.fold(term);
  typed text[] := (app.words_of(folded))[1:4];
  initials text[] := array(select w from unnest(typed) w where length(w) = 1);
  short boolean := cardinality(typed) = cardinality(initials) or cardinality(typed) = 1 and length(typed[1]) <= 3 and coalesce(large, false);
  meant text[];
  part tsquery;
  question tsquery;
begin
  if contact is not null then
    return query select p.id, 4::real from person p
      where p.scope_ids @> array[node] and (p.emails @> array[contact] or p.phones @> array[contact]) and (everybody or app.sees(p)) limit cap;
    return;
  end if;
  if place is null or typed = '{}' then return; end if;
  if short then
    return query select s.person_id, 3::real from person_scope s join person p on p.id = s.person_id
      where s.ancestor_id = node and s.sort_name >= typed[1] and s.sort_name < typed[1] || chr(1114111) and (everybody or app.sees(p))
        and (' ' || p.search) like all (select '% ' || w || '%' from unnest(initials) w)
      order by s.sort_name limit cap;
  end if;

  foreach term in array typed loop
    continue when length(term) = 1;
    meant := array[term];
    if not short then
      meant := array(select n.word from name_word n where n.movement_id = place[1] and n.word >= term and n.word < term || chr(1114111)
                      order by length(n.word), n.word limit 64);
    end if;
    if meant = '{}' and length(term) > 2 then
      meant := array(select n.word from name_word n
                      where n.movement_id = place[1] and n.word % term
                        and levenshtein_less_equal(n.word, term, case when length(term) < 6 then 1 else 2 end) <= case when length(term) < 6 then 1 else 2 end
                      order by levenshtein_less_equal(n.word, term, 2), similarity(n.word, term) desc, n.word limit 6);
    end if;
    -- A word that is nowhere on record, or came in without triggers: whatever begins with it.
    part := case when meant = '{}' then (app.any_of(array[term])::text || ':*')::tsquery else app.any_of(meant) end;
    question := coalesce(question && part, part);
  end loop;
  if question is null then return; end if;
  return query select p.id, (case when p.search like folded || '%' then 3 when (' ' || p.search) like '% ' || typed[1] || '%' then 2.5 else word_similarity(folded, p.search) end)::real
    from person p
   where p.scope_ids @> array[node] and array_to_tsvector(app.name_words(p.search)) @@ question and (everybody or app.sees(p))
     and (' ' || p.search) like all (select '% ' || w || '%' from unnest(initials) w)
     and not (short and exists (select from person_scope s where s.person_id = p.id and s.ancestor_id = node
                                 and s.sort_name >= typed[1] and s.sort_name < typed[1] || chr(1114111)))
   limit cap;
end $$;

-- The best of them by fit and name, archived people last, and how many were looked at.
drop function app.search_people(uuid, text, int);
create function app.search_people(node uuid, term text, contact text, cap int, best int) returns table (id uuid, state text, place bigint, found bigint)
language sql stable security definer set search_path = public, app as $$
  select f.id, p.state, row_number() over (order by p.state = 'archived', f.score desc, p.sort_name, p.id), count(*) over ()
    from app.find_people(node, term, contact, cap) f join person p on p.id = f.id
   order by 3 limit best
$$;

do $$
declare f record;
begin
  for f in select p.oid::regprocedure as signature from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'app' and p.prosecdef and p.proname in ('match_people', 'seats_of', 'search_people', 'find_people', 'filter_people', 'add_name_words', 'rebuild_name_words', 'person_respelled', 'sees') loop
    execute format('alter function %s owner to ministry_keeper', f.signature);
    execute format('revoke all on function %s from public', f.signature);
    if f.signature::text ~ '(match_people|seats_of|search_people|filter_people)' then execute format('grant execute on function %s to ministry_app', f.signature); end if;
  end loop;
end $$;
revoke create on schema app from ministry_keeper;
