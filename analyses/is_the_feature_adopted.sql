-- Is the feature adopted? By month, which share of a day's active persons used it, on the
-- average of days with anybody active, and how many have begun to use it until then.
--
-- Answer on the sample (2026-12-01): all three are, and still gain. Reports have most,
-- 379 persons and 21 % of a day; comments rose after their release in February.
--
-- Rows of the answer, their first columns:
--   comments | 2026-01-01 | 0.1650 | 174 | 174 | 532
--   comments | 2026-03-01 | 0.2046 | 103 | 358 | 496
--   reports | 2026-03-01 | 0.2129 | 101 | 379 | 500
with

months as (

    select
        feature_name,
        cast(date_trunc('month', date) as date) as month,
        avg(adoption_rate) as mean_adoption_rate,
        cast(sum(new_adopters) as bigint) as new_adopters,
        cast(sum(uses) as bigint) as uses
    from {{ ref('feature_adoption_daily') }}
    group by
        feature_name,
        cast(date_trunc('month', date) as date)

)

select
    feature_name,
    month,
    mean_adoption_rate,
    new_adopters,
    cast(sum(new_adopters) over (partition by feature_name order by month) as bigint)
        as adopters_until_then,
    uses
from months
order by
    feature_name,
    month
