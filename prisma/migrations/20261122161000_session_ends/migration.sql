-- Who may end an account's sessions must be able to find them: a DELETE sees only what the policies of SELECT show.
alter policy app_read on session using (account_id = (select app.account_id()) or (select c.scope_ids && app.nodes('Account.write') from account c where c.id = account_id));
