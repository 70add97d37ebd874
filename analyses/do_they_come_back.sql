-- Do they come back? Of each cohort, the share that is back in each period after its
-- first, of periods that are over.
--
-- Answer on the sample (2026-12-01): of those who signed up in the last week of 2025, two
-- thirds are back in the next week, a third in the third, and 9 % in the eighth.
--
-- Rows of the answer, their first columns:
--   weekly_after_signup | | 2025-12-29 | 47 | 1 | 32 | 0.6809
--   weekly_after_signup | | 2025-12-29 | 47 | 3 | 16 | 0.3404
--   weekly_after_signup | | 2025-12-29 | 47 | 8 | 4 | 0.0851
select
    retention_name,
    breakdown_value,
    cohort_period,
    cohort_size,
    period_number,
    retained,
    retention_rate
from {{ ref('retention_cohorts') }}
where is_complete
order by
    retention_name,
    breakdown_value,
    cohort_period,
    period_number
