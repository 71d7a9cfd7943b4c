-- A draft of a route can be thrown away; what was published stays for good (APR-1).
grant delete on approval_route to ministry_app;
create policy app_discard on approval_route for delete to ministry_app using (published_at is null and scope_ids && (select app.nodes('Route.write')));
