-- Devices that are retired or revoked (S3).
select 1;
