-- When somebody was last heard of is counted from other rows, the joining among them: it goes with a person who is taken back.
create or replace function app.remove_people(ids uuid[]) returns void language plpgsql volatile security definer set search_path = public, app as $$
begin
  delete from membership_state s using membership m where s.membership_id = m.id and m.person_id = any (ids);
  delete from membership m where m.person_id = any (ids);
  delete from person_scope s where s.person_id = any (ids);
  delete from person_key k where k.person_id = any (ids);
  delete from consent c where c.person_id = any (ids);
  delete from do_not_contact d where d.person_id = any (ids);
  delete from sign_of_life s where s.person_id = any (ids);
  delete from person p where p.id = any (ids);
end $$;
