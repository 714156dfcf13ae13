-- Golden cases and second reviews (S5).
select 1;
