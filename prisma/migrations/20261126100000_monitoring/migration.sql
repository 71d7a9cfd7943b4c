-- Whose a durable run is. The executor knows no movements; what a run is about is known by the identifiers in its event.

-- All movements of the installation: an operator who reaches each of them sees all that the machine does.
create function app.movements() returns uuid[] language sql stable security definer set search_path = public, app as $$
  select coalesce(array_agg(id order by id), '{}') from org_node where kind = 'National'
$$;

-- To which movements the rows with these identifiers belong, in whatever table they stand: every table with an identifier and
-- a scope is asked, also those of capabilities to come. What isn't found has no movement. The reader's own sight plays no
-- part: that a row is another movement's must be known to hide what is about it.
create function app.movements_of(ids uuid[]) returns table (id uuid, movement_id uuid)
language plpgsql stable security definer set search_path = public, app as $$
declare t record;
begin
  for t in
    select c.relname, exists (select from pg_attribute h where h.attrelid = c.oid and h.attname = 'home_ids') has_home
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' and a.atttypid = 'uuid'::regtype
      join pg_attribute s on s.attrelid = c.oid and s.attname = 'scope_ids' and s.atttypid = 'uuid[]'::regtype
      join pg_index i on i.indrelid = c.oid and i.indisprimary and i.indnkeyatts = 1 and i.indkey[0] = a.attnum
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and has_table_privilege(c.oid, 'select') and c.relname not in ('audit_entry', 'sign_in_event')
  loop
    -- A person belongs where the home is: a guest membership in another movement gives that one no sight.
    return query execute format(
      'select r.id, n.id from %I r join org_node n on n.id = any (%s) and n.kind = ''National'' where r.id = any ($1)',
      t.relname,
      case when t.has_home then 'case when cardinality(r.home_ids) > 0 then r.home_ids else r.scope_ids end' else 'r.scope_ids' end
    ) using ids;
  end loop;
end $$;

alter function app.movements() owner to ministry_keeper;
alter function app.movements_of(uuid[]) owner to ministry_keeper;
revoke execute on function app.movements(), app.movements_of(uuid[]) from public;
grant execute on function app.movements(), app.movements_of(uuid[]) to ministry_app;
