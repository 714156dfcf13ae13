-- Producers, their keys, requests of theirs that were answered, and the reports that they brought.
select 1;
