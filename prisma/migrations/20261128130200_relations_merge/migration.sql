-- Relations follow their people when two records turn out to be one person: no order of identifiers to keep, and nobody is their own relative.
alter table relation drop constraint relation_one_row;
create function app.relation_to_oneself() returns trigger language plpgsql as $$
begin
  -- What the two records were to each other stays where it is.
  if new.a_id = new.b_id then return null; end if;
  return new;
end $$;
create trigger relation_to_oneself before update of a_id, b_id on relation for each row execute function app.relation_to_oneself();

-- How many notes it opened stands in the audit.
ALTER TABLE "break_glass" DROP COLUMN "notes";
