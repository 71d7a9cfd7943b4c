-- What care's tables allow by themselves, without the verbs above them; where notes and follow-ups were written. Source: ACS-4, ACS-6, PPL-5.

-- AlterTable
ALTER TABLE "note" ADD COLUMN "node_id" UUID;
ALTER TABLE "follow_up" ADD COLUMN "node_id" UUID;

-- CreateIndex
CREATE INDEX "note_node_id_idx" ON "note"("node_id");
CREATE INDEX "follow_up_node_id_idx" ON "follow_up"("node_id");

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "follow_up" ADD CONSTRAINT "follow_up_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

grant create on schema app to ministry_keeper; -- needed to hand functions over to it; taken back below

-- Where whoever writes cares for the person: the home, or the nearest other place. What was written since a merge goes apart by it.
create function app.written_at() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  select m.node_id into new.node_id from membership m
   where m.person_id = new.person_id and m.left_on is null and m.scope_ids && app.nodes(tg_argv[0])
   order by m.is_home desc, m.joined_on, m.id limit 1;
  return new;
end $$;
create trigger note_written_at before insert on note for each row execute function app.written_at('Note.write');
create trigger follow_up_written_at before insert on follow_up for each row execute function app.written_at('FollowUp.write');

-- What is closed or kept stays with those who had the person then, whichever of two records it hangs on.
drop trigger note_scope on note;
create trigger note_scope before insert on note for each row execute function app.from_person();
create trigger note_follows before update of person_id on note for each row when (not new.kept) execute function app.from_person();
drop trigger follow_up_scope on follow_up;
create trigger follow_up_scope before insert on follow_up for each row execute function app.from_person();
create trigger follow_up_follows before update of person_id on follow_up for each row when (new.state = 'open') execute function app.from_person();

-- Pages go on behind a row by these.
drop index follow_up_wanted;
create index follow_up_wanted on follow_up (wanted_on, id) where state = 'open';
create index follow_up_closed on follow_up (closed_at desc, id desc) where state <> 'open';

-- Who could follow up on a person: seats at the places the person belongs to and above, as far as the asker sees the place, able to
-- sign in. Where else somebody belongs is told by nobody's name.
create or replace function app.follow_up_takers(person uuid, roles text[], networks text[], at timestamptz) returns table (person_id uuid, name text, role text, node_id uuid, node text)
language sql stable security definer set search_path = public, app as $$
  select a.person_id, coalesce(t.preferred_name, t.name), a.role, n.id, n.name
    from person p
    join role_assignment a on a.node_id = any (p.scope_ids)
    join org_node n on n.id = a.node_id
    join person t on t.id = a.person_id
   where p.id = person and (p.scope_ids && app.nodes('FollowUp.read')
                            or exists (select from follow_up f where f.person_id = p.id and f.assignee_id = app.person_id() and f.state = 'open'))
     and (n.scope_ids && app.nodes('OrgNode.read') or n.id = any (app.nodes('OrgNode.read.above')))
     and a.role = any (roles) and a.person_id <> p.id
     and a.starts_at <= at and (a.ends_at is null or a.ends_at > at)
     and (a.role <> all (networks) or exists (select from org_node g where g.id = any (p.scope_ids) and g.kind = 'GraduateNetwork' and g.scope_ids @> array[a.node_id]))
     and exists (select from account c where c.person_id = t.id and c.deactivated_at is null)
     and not exists (select from org_node c where c.id = any (a.scope_ids) and c.state = 'closed')
   order by n.depth desc, 2, 1
$$;
-- Who can be joined: a household that nobody is in yet, or one with somebody whose family the asker sees. Without policies: theirs would ask
-- for themselves.
create function app.household_in_sight(household uuid) returns boolean language sql stable security definer set search_path = public, app as $$
  select coalesce(bool_or(p.scope_ids && app.nodes('Household.read')), true)
    from household_member m join person p on p.id = m.person_id where m.household_id = household
$$;

-- ── Row-level security ───────────────────────────────────────────────────────────────────────────────────────
-- Whom a row is about, and who wrote it, is changed by a merge alone, which works as the keeper.
revoke update (person_id, author_id) on note from ministry_app;
revoke update (person_id, created_by) on follow_up from ministry_app;
revoke update (person_id) on transfer from ministry_app;
revoke update (a_id, b_id, created_by) on relation from ministry_app;
drop policy app_change on relation;
revoke update (household_id, person_id) on household_member from ministry_app;

drop policy app_write on note;
create policy app_write on note for insert to ministry_app with check (
  author_id = (select app.person_id()) and person_id is distinct from (select app.person_id()) and scope_ids && (select app.nodes('Note.write')));
drop policy app_write on care_note;
create policy app_write on care_note for insert to ministry_app with check (
  author_id = (select app.person_id()) and person_id is distinct from (select app.person_id()) and scope_ids && (select app.care('write'))
  and (select p.scope_ids from person p where p.id = person_id) && (select app.care('write')));
drop policy app_write on break_glass;
create policy app_write on break_glass for insert to ministry_app with check (
  by_person_id = (select app.person_id()) and person_id is distinct from (select app.person_id()) and scope_ids && (select app.care('write'))
  and (select p.scope_ids from person p where p.id = person_id) && (select app.care('write')));
drop policy app_write on follow_up;
create policy app_write on follow_up for insert to ministry_app with check (
  scope_ids && (select app.nodes('FollowUp.write')) and person_id is distinct from (select app.person_id())
  and (created_by is null or created_by = (select app.person_id())));
drop policy app_write on household_member;
create policy app_write on household_member for insert to ministry_app with check (
  (select p.scope_ids from person p where p.id = person_id) && (select app.nodes('Household.write'))
  and app.household_in_sight(household_id));

alter function app.written_at() owner to ministry_keeper;
alter function app.household_in_sight(uuid) owner to ministry_keeper;
revoke all on function app.written_at(), app.household_in_sight(uuid) from public;
grant execute on function app.household_in_sight(uuid) to ministry_app;
revoke create on schema app from ministry_keeper;
