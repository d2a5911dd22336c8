-- Work that fails again and again is tried less and less often.
-- expand
alter table due add column failures integer not null default 0;
