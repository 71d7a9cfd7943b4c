-- What an import made and takes back may be brought in once more: its key is free again.
grant update (dedupe_key) on follow_up to ministry_app;
