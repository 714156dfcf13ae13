-- Late decisions that are offered, adopted and settled, and batches (D8, D13).
select 1;
