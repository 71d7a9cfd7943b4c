-- The case that gave the role; null for the bootstrap, and for roles from before there were cases (ACC-3, APR-3).
ALTER TABLE "role_assignment" ADD COLUMN "case_id" UUID;
CREATE UNIQUE INDEX "role_assignment_case_id_key" ON "role_assignment"("case_id");

-- Roles are given by the engine, when a case is approved. By hand there are only the first seats of the Board.
drop policy app_write on role_assignment;
create policy app_write on role_assignment for insert to ministry_app
  with check (role = 'board-member' and case_id is null and scope_ids && (select app.nodes('RoleAssignment.write')));
create policy engine_in on role_assignment for insert to ministry_app
  with check (case_id is not null and scope_ids && (select app.engine()));
