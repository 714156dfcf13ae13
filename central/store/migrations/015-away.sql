-- Somebody who is not there for a while: given nothing until then, or until a supervisor says that they are back.
alter table person add column away_since timestamptz;
alter table person add column away_until timestamptz;
alter table person add column away_reason text not null default '';
alter table person add constraint person_away check (away_since is not null or away_until is null);
