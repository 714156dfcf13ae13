-- Routing rules: versioned, a published version never changes.
select 1;
