-- Fields of one's own, tags and photos of people. Source: PPL-1, ACS-2, ACS-4.
ALTER TABLE "person" ADD COLUMN "custom" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN "tag_ids" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN "photo_id" UUID;

CREATE TABLE "custom_field" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "help" TEXT,
    "kind" TEXT NOT NULL,
    "options" JSONB NOT NULL DEFAULT '[]',
    "required" BOOLEAN NOT NULL DEFAULT false,
    "sensitive" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL DEFAULT 0,
    "retired_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "custom_field_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "tag" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "tag_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "custom_field_node_id_position_idx" ON "custom_field"("node_id", "position");
CREATE INDEX "tag_node_id_idx" ON "tag"("node_id");
ALTER TABLE "custom_field" ADD CONSTRAINT "custom_field_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "tag" ADD CONSTRAINT "tag_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

alter table person add constraint person_custom check (jsonb_typeof(custom) = 'object');
alter table custom_field
  add constraint custom_field_kind check (kind in ('text', 'long-text', 'number', 'date', 'yes-no', 'one-of', 'several-of', 'link')),
  add constraint custom_field_label check (length(btrim(label)) between 1 and 100),
  add constraint custom_field_options check (jsonb_typeof(options) = 'array');
alter table tag add constraint tag_name check (length(btrim(name)) between 1 and 60);
-- One name at a node for what is in use: forms, columns and imports know them by it.
create unique index custom_field_label_once on custom_field (node_id, app.fold(label)) where retired_at is null;
create unique index tag_name_once on tag (node_id, app.fold(name)) where retired_at is null;

-- Who has a value or a tag is looked up here. Whoever has none is in neither and costs an import nothing; questions name both
-- conditions, so that the planner sees that they may be used.
create index person_custom_values on person using gin (custom jsonb_path_ops) with (fastupdate = off) where custom <> '{}';
create index person_tags on person using gin (tag_ids) with (fastupdate = off) where tag_ids <> '{}';

-- ── Derived columns ──────────────────────────────────────────────────────────────────────────────────────────
create trigger custom_field_scope before insert on custom_field for each row execute function app.from_node();
create trigger tag_scope before insert on tag for each row execute function app.from_node();
create function app.people_words_moved() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update custom_field set scope_ids = new.scope_ids where node_id = new.id;
  update tag set scope_ids = new.scope_ids where node_id = new.id;
  return null;
end $$;
create trigger people_words_moved after update of parent_id, scope_ids on org_node for each row when (old.scope_ids is distinct from new.scope_ids) execute function app.people_words_moved();

-- ── Questions to custom fields and tags ──────────────────────────────────────────────────────────────────────
-- Conditions on `person p` as text, for functions that run as their owner and put their statement together (lists at a node):
-- operators of jsonb and arrays may leak and are never pushed below a policy. Nothing of the question is taken over unquoted.
-- {"field", "is": [..], "not": [..], "from", "to", "contains", "filled"}: what is given must all hold.
create function app.custom_condition(question jsonb) returns text language plpgsql immutable set search_path = public, app as $$
declare
  field text := (question->>'field')::uuid::text;
  value text := format('p.custom->>%L', field);
  any_of jsonb := coalesce(question->'is', question->'not');
  matches text;
  parts text[] := '{}';
  bound text;
  sign text;
begin
  if question ? 'is' or question ? 'not' then
    select string_agg(format('p.custom @> %L or p.custom @> %L', jsonb_build_object(field, v), jsonb_build_object(field, jsonb_build_array(v))), ' or ')
      into matches from jsonb_array_elements(any_of) v;
    matches := coalesce(matches, 'false');
    if question ? 'is' then parts := parts || format('(p.custom <> ''{}'' and (%s))', matches);
    else parts := parts || format('not (%s)', matches); end if;
  end if;
  foreach bound in array array['from', 'to'] loop
    continue when not question ? bound;
    sign := case bound when 'from' then '>=' else '<=' end;
    parts := parts || case jsonb_typeof(question->bound)
      when 'number' then format('(case jsonb_typeof(p.custom->%L) when ''number'' then (%s)::numeric %s %L::numeric else false end)', field, value, sign, question->>bound)
      else format('coalesce(%s %s %L, false)', value, sign, question->>bound) end;
  end loop;
  if question ? 'contains' then
    parts := parts || format('coalesce(position(app.fold(%L) in app.fold(%s)) > 0, false)', question->>'contains', value);
  end if;
  if question ? 'filled' then
    parts := parts || case when (question->>'filled')::boolean then format('(p.custom <> ''{}'' and p.custom ? %L)', field) else format('not p.custom ? %L', field) end;
  end if;
  return case when parts = '{}' then 'true' else '(' || array_to_string(parts, ' and ') || ')' end;
end $$;
-- {"any": [..], "all": [..], "none": [..]} of tags: what is given must all hold.
create function app.tag_condition(question jsonb) returns text language plpgsql immutable set search_path = public, app as $$
declare
  parts text[] := '{}';
  ids uuid[];
  how text;
begin
  foreach how in array array['any', 'all', 'none'] loop
    continue when not question ? how;
    ids := array(select v::uuid from jsonb_array_elements_text(question->how) v);
    parts := parts || format(case how when 'any' then '(p.tag_ids <> ''{}'' and p.tag_ids && %L::uuid[])'
                                      when 'all' then '(p.tag_ids <> ''{}'' and p.tag_ids @> %L::uuid[])'
                                      else 'not (p.tag_ids && %L::uuid[])' end, ids);
  end loop;
  return case when parts = '{}' then 'true' else '(' || array_to_string(parts, ' and ') || ')' end;
end $$;

-- ── Row-level security (ACS-4) ───────────────────────────────────────────────────────────────────────────────
do $$
declare t text; noun text;
begin
  foreach t in array array['custom_field', 'tag'] loop
    noun := case t when 'tag' then 'Tag' else 'CustomField' end;
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
    execute format('grant select, insert, update on %I to ministry_app', t);
    -- Whoever sees the place knows its words: they hold for all below.
    execute format($p$create policy app_read on %I for select to ministry_app using ((select true from org_node n where n.id = node_id))$p$, t);
  end loop;
end $$;
create policy app_write on custom_field for insert to ministry_app with check (scope_ids && (select app.nodes('CustomField.write')));
create policy app_change on custom_field for update to ministry_app using (scope_ids && (select app.nodes('CustomField.write')));
create policy app_write on tag for insert to ministry_app with check (scope_ids && (select app.nodes('Tag.write')));
create policy app_change on tag for update to ministry_app using (scope_ids && (select app.nodes('Tag.write')));
-- A photo is taken away by whoever may change the person, whoever has sent it.
create policy app_remove_photo on file for delete to ministry_app using (
  subject_noun = 'Person' and (select p.home_ids && (select app.nodes('Person.write')) or p.id = (select app.person_id()) from person p where p.id = subject_id));

grant create on schema app to ministry_keeper; -- needed to hand the function over to it; taken back below
alter function app.people_words_moved() owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.people_words_moved(), app.custom_condition(jsonb), app.tag_condition(jsonb) from public;
grant execute on function app.custom_condition(jsonb), app.tag_condition(jsonb) to ministry_app, ministry_keeper;
