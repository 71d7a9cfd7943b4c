-- No import begins at a closed node: what is uploaded while it closes comes before the closing, which cancels it, or not at all.
create trigger import_scope_open before insert on import for each row execute function app.at_open_node();
