-- A rate that is far from the one before counts when a second person enters the same (APR-4).
ALTER TABLE "exchange_rate" ADD COLUMN "counts" BOOLEAN NOT NULL DEFAULT true;

-- Whether somebody else has entered the same lately, and it waits for a second one.
create function app.rate_waits(movement uuid, of_currency text, into_currency text, on_day date, worth numeric, since timestamptz) returns boolean
language sql stable security definer set search_path = public, app as $$
  select exists (select from exchange_rate r
                  where r.node_id = movement and r.from_currency = of_currency and r.to_currency = into_currency and r.day = on_day
                    and r.rate = worth and not r.counts and r.entered_at >= since
                    and not r.entered_by = any (app.alike(array[app.person_id()])))
$$;
-- What a request of this person is measured by: nobody's request goes by a rate that they have entered themselves.
create function app.rate_for(movement uuid, of_currency text, into_currency text, at_most date, requester uuid) returns table (rate text, day text, own boolean)
language sql stable security definer set search_path = public, app as $$
  with mine as materialized (select app.alike(array[requester]) people)
  select trim_scale(r.rate)::text, to_char(r.day, 'YYYY-MM-DD'), r.entered_by = any (mine.people)
    from exchange_rate r, mine
   where movement = any (app.engine()) and r.node_id = movement and r.from_currency = of_currency and r.to_currency = into_currency
     and r.counts and r.day <= at_most
   order by r.entered_by = any (mine.people), r.day desc, r.entered_at desc, r.id desc limit 1
$$;
-- What was asked of a node for a payee since then and is open or approved, by the currency in which the movement decided then.
drop function app.asked_since(uuid, text, timestamptz, uuid);
create function app.asked_since(node uuid, wanted text, since timestamptz, except_id uuid) returns table (currency text, sum numeric)
language plpgsql stable security definer set search_path = public, app as $$
begin
  if not coalesce((select n.id = any (app.nodes('Expense.write.at')) or n.scope_ids && app.nodes('Expense.write')
                     from org_node n where n.id = node), false) then
    raise insufficient_privilege using message = 'What was asked here is for those who may ask here.';
  end if;
  return query select e.base_currency, sum(e.base_amount)
            from expense e join approval_case c on c.id = e.case_id
           where e.node_id = node and e.payee_key = wanted and e.requested_at >= since and e.id <> except_id
             and c.state in ('open', 'approved')
           group by e.base_currency;
end $$;

grant create on schema app to ministry_keeper; -- needed to hand the functions over to it; taken back below
alter function app.rate_waits(uuid, text, text, date, numeric, timestamptz) owner to ministry_keeper;
alter function app.rate_for(uuid, text, text, date, uuid) owner to ministry_keeper;
alter function app.asked_since(uuid, text, timestamptz, uuid) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.rate_waits(uuid, text, text, date, numeric, timestamptz), app.rate_for(uuid, text, text, date, uuid), app.asked_since(uuid, text, timestamptz, uuid) from public;
grant execute on function app.rate_waits(uuid, text, text, date, numeric, timestamptz), app.rate_for(uuid, text, text, date, uuid), app.asked_since(uuid, text, timestamptz, uuid) to ministry_app;
