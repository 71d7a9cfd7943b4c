-- What two people are to each other is one row for both sides, in one order: no single column of it can be moved alone.
grant create on schema app to ministry_keeper; -- needed to hand functions over to it; taken back below

-- Relations of the record that goes become those of the one that stays; what the two are to each other, and what that one has already, stays behind.
create function app.merge_relations(merge uuid) returns int language plpgsql security definer set search_path = public, app as $$
declare
  m person_merge;
  r record;
  n int := 0;
begin
  select * into strict m from person_merge p where p.id = merge and p.undone_at is null;
  -- To note the merge took both in one's care; the rows have moved since.
  if not exists (select from person p where p.id = m.survivor_id and p.home_ids && app.nodes('Person.write')) then raise insufficient_privilege; end if;
  if exists (select from person_merge_move j where j.merge_id = merge and j.link = 'relation') then raise insufficient_privilege; end if;
  for r in select t.id, t.kind, t.a_id, t.b_id, v.a, v.b,
                  case when t.kind in ('parent', 'mentor', 'guardian') then v.a else least(v.a, v.b) end as next_a,
                  case when t.kind in ('parent', 'mentor', 'guardian') then v.b else greatest(v.a, v.b) end as next_b
             from relation t cross join lateral (select case t.a_id when m.merged_id then m.survivor_id else t.a_id end as a,
                                                        case t.b_id when m.merged_id then m.survivor_id else t.b_id end as b) v
            where m.merged_id in (t.a_id, t.b_id) order by t.id loop
    continue when r.a = r.b or exists (select from relation o where o.a_id = r.next_a and o.b_id = r.next_b and o.kind = r.kind);
    insert into person_merge_move (merge_id, link, act, key, before, after)
    values (merge, 'relation', 'set', jsonb_build_object('id', r.id), '{}', jsonb_build_object('from', jsonb_build_array(r.a_id, r.b_id), 'to', jsonb_build_array(r.next_a, r.next_b)));
    update relation t set a_id = r.next_a, b_id = r.next_b where t.id = r.id;
    n := n + 1;
  end loop;
  return n;
end $$;

create function app.unmerge_relations(merge uuid) returns void language plpgsql security definer set search_path = public, app as $$
begin
  if not exists (select from person_merge m join person p on p.id = m.survivor_id
                  where m.id = merge and m.undone_at is not null and p.home_ids && app.nodes('Person.write')) then raise insufficient_privilege; end if;
  update relation t set a_id = (j.after -> 'from' ->> 0)::uuid, b_id = (j.after -> 'from' ->> 1)::uuid
    from person_merge_move j
   where j.merge_id = merge and j.link = 'relation' and t.id = (j.key ->> 'id')::uuid
     and t.a_id = (j.after -> 'to' ->> 0)::uuid and t.b_id = (j.after -> 'to' ->> 1)::uuid;
end $$;

do $$
declare f text;
begin
  foreach f in array array['app.merge_relations(uuid)', 'app.unmerge_relations(uuid)'] loop
    execute format('alter function %s owner to ministry_keeper', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to ministry_app', f);
  end loop;
end $$;
revoke create on schema app from ministry_keeper;
