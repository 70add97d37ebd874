-- one line per cohort, complete periods only; pivot period_number in the BI tool
select
    retention_name,
    cohort_period,
    cohort_size,
    period_number,
    retention_rate
from {{ ref('retention_cohorts') }}
where is_complete
order by
    retention_name,
    cohort_period,
    period_number
