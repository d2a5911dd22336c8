-- What has been kept long enough is looked for once an hour for each shop.
-- expand
alter table sweeps add column forgot_at timestamptz;
