-- A node that closes while somebody writes at it: the verb has asked before, so whoever gets here lost a race, and is told so
-- (serialization_failure is what the product's words for that are made from).
create or replace function app.at_open_node() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  if (select n.state from org_node n where n.id = new.node_id) = 'closed' then
    raise serialization_failure using message = 'This node is closed.';
  end if;
  return new;
end $$;
