-- How enforcement is delivered, and every attempt.
select 1;
