-- Lists of people: filters as expressions, views, and exports. Source: PPL-3, REP-3, ACS-3, ACS-4.

-- CreateTable
CREATE TABLE "people_view" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "filter" JSONB NOT NULL,
    "columns" TEXT[],
    "order" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "people_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "people_list_setting" (
    "account_id" UUID NOT NULL,
    "columns" TEXT[],
    "default_view_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "people_list_setting_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "people_export" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "asked" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "done_rows" INTEGER NOT NULL DEFAULT 0,
    "storage_key" TEXT,
    "size" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ready_at" TIMESTAMPTZ(3),

    CONSTRAINT "people_export_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "people_view_node_id_idx" ON "people_view"("node_id");

-- CreateIndex
CREATE INDEX "people_view_account_id_idx" ON "people_view"("account_id");

-- CreateIndex
CREATE INDEX "people_list_setting_default_view_id_idx" ON "people_list_setting"("default_view_id");

-- CreateIndex
CREATE INDEX "people_export_account_id_created_at_idx" ON "people_export"("account_id", "created_at");

-- CreateIndex
CREATE INDEX "people_export_node_id_idx" ON "people_export"("node_id");

-- AddForeignKey
ALTER TABLE "people_view" ADD CONSTRAINT "people_view_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "people_list_setting" ADD CONSTRAINT "people_list_setting_default_view_id_fkey" FOREIGN KEY ("default_view_id") REFERENCES "people_view"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "people_export" ADD CONSTRAINT "people_export_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────
alter table people_view add constraint people_view_name check (length(name) between 1 and 100);
alter table people_export
  add constraint people_export_format check (format in ('csv', 'xlsx', 'vcard')),
  add constraint people_export_state check (state in ('waiting', 'ready', 'failed'));

-- ── Lists of people ──────────────────────────────────────────────────────────────────────────────────────────
grant create on schema app to ministry_keeper; -- needed to hand functions over to it; taken back below

-- A filter (the expression of `filter.schema.ts`) as a condition on `person p` at `node`, where `s.state` is the state there.
-- Every value goes through %L; what isn't known is an error, never true.
create function app.filter_condition(asked jsonb, node uuid, today date) returns text language plpgsql stable set search_path = public, app as $$
declare
  yes text;
  known jsonb := '{"email": "p.emails <> ''{}''", "phone": "p.phones <> ''{}''", "birthDate": "p.birth_date is not null", "gender": "p.gender is not null",
    "graduation": "p.expected_graduation is not null", "institution": "p.institution is not null",
    "address": "coalesce(p.street, p.city, p.postal_code) is not null", "emergency": "coalesce(p.emergency_name, p.emergency_phone) is not null"}';
  texts jsonb := '{"institution": "p.institution", "courseOfStudy": "p.course_of_study", "city": "p.city", "province": "p.province", "country": "p.country",
    "languages": "array_to_string(p.languages, '' '')"}';
  listed text := (select array_agg(v)::text from jsonb_array_elements_text(case jsonb_typeof(asked -> 'is') when 'array' then asked -> 'is' else '[]' end) v);
begin
  if asked ? 'all' or asked ? 'any' then
    select '(' || string_agg(app.filter_condition(part, node, today), case when asked ? 'all' then ' and ' else ' or ' end order by i) || ')' into yes
      from jsonb_array_elements(coalesce(asked -> 'all', asked -> 'any')) with ordinality as parts(part, i);
    return coalesce(yes, 'true');
  end if;
  yes := case asked ->> 'field'
    when 'state' then format('s.state = any (%L::text[])', listed)
    when 'gender' then format('p.gender = any (%L::text[])', listed)
    when 'directly' then format('exists (select from membership m where m.person_id = p.id and m.left_on is null and m.node_id = %L::uuid)', node)
    when 'joined' then format('exists (select from membership m where m.person_id = p.id and m.left_on is null and %s%s%s)',
      case when asked ? 'directly' then format('m.node_id = %L::uuid', node) else format('m.scope_ids @> array[%L::uuid]', node) end,
      ' and m.joined_on >= ' || quote_literal(asked ->> 'from') || '::date', ' and m.joined_on <= ' || quote_literal(asked ->> 'to') || '::date')
    when 'graduation' then format('(p.expected_graduation is not null%s%s)', ' and p.expected_graduation >= ' || quote_literal(asked ->> 'from'),
      ' and left(p.expected_graduation, ' || length(asked ->> 'to') || ') <= ' || quote_literal(asked ->> 'to'))
    when 'birthday' then format('(length(p.birth_date) = 10 and (substr(p.birth_date, 6) >= %L %s substr(p.birth_date, 6) <= %L))', asked ->> 'from',
      case when asked ->> 'from' <= asked ->> 'to' then 'and' else 'or' end, asked ->> 'to')
    when 'age' then format('(p.birth_date is not null%s%s)',
      ' and p.birth_date <= ' || quote_literal((today - make_interval(years => (asked ->> 'from')::int))::date::text),
      ' and p.birth_date > ' || quote_literal((today - make_interval(years => (asked ->> 'to')::int + 1))::date::text))
    when 'doNotContact' then 'p.do_not_contact'
    when 'consent' then format('(select c.given from consent c where c.person_id = p.id and c.channel = %L and c.purpose = %L order by c.at desc, c.id desc limit 1) is %s',
      asked ->> 'channel', asked ->> 'purpose', case asked ->> 'is' when 'given' then 'true' when 'refused' then 'false' when 'unasked' then 'null' end)
    when 'known' then known ->> (asked ->> 'is')
    when 'lastSign' then format('(select true from sign_of_life l where l.person_id = p.id%s%s)', -- never joined: the table is not only of this place
      ' and l.last_at >= ' || quote_literal(asked ->> 'from') || '::timestamp at time zone ''UTC''',
      ' and l.last_at < ' || quote_literal(asked ->> 'before') || '::timestamp at time zone ''UTC''')
    when 'role' then format('exists (select from role_assignment a where a.person_id = p.id and a.role = any (%L::text[]) and a.scope_ids @> array[%L::uuid] and a.scope_ids && %L::uuid[]
        and a.starts_at <= $3 and (a.ends_at is null or a.ends_at > $3))', listed, node, app.nodes('RoleAssignment.read'))
    when 'tags' then app.tag_condition(jsonb_build_object(case when asked ? 'every' then 'all' else 'any' end, asked -> 'is'))
    when 'custom' then app.custom_condition(jsonb_build_object('field', asked -> 'id') || case
      when asked ? 'is' then jsonb_build_object('is', asked -> 'is') when asked ? 'has' then jsonb_build_object('contains', asked -> 'has')
      when asked ? 'from' or asked ? 'to' then jsonb_strip_nulls(jsonb_build_object('from', asked -> 'from', 'to', asked -> 'to')) else '{"filled": true}' end)
    else (select '(' || string_agg(format('strpos(app.fold(%s), app.fold(%L)) > 0', texts ->> (asked ->> 'field'), v), ' or ') || ')'
            from jsonb_array_elements_text(asked -> 'has') v where texts ? (asked ->> 'field'))
  end;
  if yes is null then raise exception 'no such filter: %', asked ->> 'field'; end if;
  return case when asked ? 'not' then format('(%s) is not true', yes) else format('(%s)', yes) end;
end $$;

-- What a list is ordered by, as text that sorts so; null where it isn't known, or isn't for the asker (the name of a home elsewhere).
create function app.order_key(by text, node uuid) returns text language plpgsql stable set search_path = public, app as $$
declare
  field text := substr(by, 8);
  yes text := case case when by like 'custom.%' then 'custom' else by end
    when 'name' then 'p.sort_name'
    when 'joined' then format('(select min(m.joined_on)::text from membership m where m.person_id = p.id and m.left_on is null and m.scope_ids @> array[%L::uuid])', node)
    when 'graduation' then 'p.expected_graduation'
    when 'home' then format('(select app.fold(h.name) from org_node h where h.id = p.home_node_id and (h.scope_ids && %L::uuid[] or h.id = any (%L::uuid[])))',
      app.nodes('OrgNode.read'), app.nodes('OrgNode.read.above'))
    when 'state' then 'array_position(array[''visitor'', ''member'', ''pre_graduate'', ''alumni'', ''inactive'', ''archived''], s.state)::text'
    when 'birthDate' then 'p.birth_date'
    when 'institution' then 'app.fold(p.institution)'
    when 'city' then 'app.fold(p.city)'
    when 'createdAt' then 'to_char(p.created_at at time zone ''UTC'', ''YYYY-MM-DD"T"HH24:MI:SS.MS'')'
    when 'lastSign' then '(select to_char(l.last_at at time zone ''UTC'', ''YYYY-MM-DD"T"HH24:MI:SS.MS'') from sign_of_life l where l.person_id = p.id)'
    -- Numbers as digits of one length; what is chosen, in the order of the choices; all else by its words.
    when 'custom' then coalesce(
      (select format('lpad(array_position(%L::text[], p.custom -> %L ->> 0)::text, 4, ''0'')', array_agg(o ->> 'key' order by i), field)
         from custom_field c, jsonb_array_elements(c.options) with ordinality os(o, i) where c.id = field::uuid having count(*) > 0),
      format('case jsonb_typeof(p.custom -> %1$L) when ''number'' then to_char((p.custom ->> %1$L)::numeric + 1e15, ''FM0000000000000000.000000'')
                   else app.fold(p.custom ->> %1$L) end', field::uuid))
  end;
begin
  if yes is null then raise exception 'no such order: %', by; end if;
  return yes;
end $$;

-- A page of the people at a node who pass a filter, in order, and how many pass in all (one row with nulls where the page is empty).
-- One pass over the place, however rare or common what is asked for: policies would be asked once a person. With `among`, of these
-- people those whom the asker sees; without, the asker must see everybody at the place. `after` is the page's last row:
-- [key, name, id]. `app.filter_people` is what came before, for programs that are still running.
create function app.list_people(node uuid, asked jsonb, today date, at timestamptz, among uuid[], order_by text, descending boolean, after jsonb, take int)
returns table (total bigint, id uuid, sort_key text, sort_name text, state text)
language plpgsql stable security definer set search_path = public, app set enable_seqscan = off set work_mem = '32MB' as $$
begin
  if among is null and not exists (select from org_node n where n.id = node and n.scope_ids && app.nodes('Person.read')) then return; end if;
  return query execute format(
    'with found as materialized (
       select p.id, %s as key, p.sort_name, s.state from person p
         cross join lateral (select case when p.home_ids @> array[$1] then p.state
                                         else (select s.state from person_scope s where s.person_id = p.id and s.ancestor_id = $1) end as state) s
        where p.scope_ids @> array[$1] and %s and %s)
     select t.total, f.id, f.key, f.sort_name, f.state from (select count(*) as total from found) t
       left join lateral (select * from found where %s order by found.key is null, found.key %s, found.sort_name, found.id limit $2) f on true
      order by f.key is null, f.key %5$s, f.sort_name, f.id',
    app.order_key(order_by, node),
    case when among is null then 'true' else 'p.id = any ($4) and app.sees(p)' end,
    app.filter_condition(asked, node, today),
    case when after is null then 'true'
         when descending then '(found.key is null and $5 is not null or (found.key is null) = ($5 is null)
                               and (coalesce(found.key, '''') < coalesce($5, '''') or coalesce(found.key, '''') = coalesce($5, '''') and (found.sort_name, found.id) > ($6, $7)))'
         else '(found.key is null, coalesce(found.key, ''''), found.sort_name, found.id) > ($5 is null, coalesce($5, ''''), $6, $7)' end,
    case when descending then 'desc' else 'asc' end)
    using node, take, at, among, after ->> 0, after ->> 1, (after ->> 2)::uuid;
end $$;

alter function app.filter_condition(jsonb, uuid, date) owner to ministry_keeper;
alter function app.order_key(text, uuid) owner to ministry_keeper;
alter function app.list_people(uuid, jsonb, date, timestamptz, uuid[], text, boolean, jsonb, int) owner to ministry_keeper;
revoke all on function app.filter_condition(jsonb, uuid, date), app.order_key(text, uuid),
  app.list_people(uuid, jsonb, date, timestamptz, uuid[], text, boolean, jsonb, int) from public;
grant execute on function app.list_people(uuid, jsonb, date, timestamptz, uuid[], text, boolean, jsonb, int) to ministry_app;
revoke create on schema app from ministry_keeper;

-- ── Row-level security ───────────────────────────────────────────────────────────────────────────────────────
do $$
declare t text;
begin
  foreach t in array array['people_view', 'people_list_setting', 'people_export'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
    execute format('grant select, insert, update on %I to ministry_app', t);
  end loop;
  -- One's own, and nobody else's.
  foreach t in array array['people_list_setting', 'people_export'] loop
    execute format('create policy app_own on %I to ministry_app using (account_id = (select app.account_id())) with check (account_id = (select app.account_id()))', t);
  end loop;
end $$;
grant delete on people_view, people_list_setting to ministry_app;
-- A shared view is seen by whoever sees the place, from there down; it is changed by who may share there.
create policy app_read on people_view for select to ministry_app using (
  account_id = (select app.account_id()) or shared and (select true from org_node n where n.id = node_id));
create policy app_write on people_view for insert to ministry_app with check (
  account_id = (select app.account_id()) and (not shared or (select n.scope_ids && (select app.nodes('View.write')) from org_node n where n.id = node_id)));
create policy app_change on people_view for update to ministry_app
  using (case when shared then (select n.scope_ids && (select app.nodes('View.write')) from org_node n where n.id = node_id) else account_id = (select app.account_id()) end)
  with check (case when shared then (select n.scope_ids && (select app.nodes('View.write')) from org_node n where n.id = node_id) else account_id = (select app.account_id()) end);
create policy app_end on people_view for delete to ministry_app using (
  case when shared then (select n.scope_ids && (select app.nodes('View.write')) from org_node n where n.id = node_id) else account_id = (select app.account_id()) end);
