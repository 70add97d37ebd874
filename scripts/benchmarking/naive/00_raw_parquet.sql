create view raw_events as
select *
from read_parquet(getvariable('files'), filename = true, hive_partitioning = true);
