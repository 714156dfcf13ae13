-- Content on its way in.
select 1;
