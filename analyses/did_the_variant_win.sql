-- Did the variant win? Of each metric and variant, what was measured, how it lies to the
-- control's, and a verdict: none where the arms have not the sizes that were planned.
--
-- Answer on the sample (2026-12-01): undecided. 1 of 35 who saw the short text bought,
-- and 3 of 43 who saw the old one: chance alone does that in 2 of 5 such tests.
--
-- Rows of the answer, their first columns:
--   checkout_copy | bought | control | 43 | 3.0000 | 0.0698
--   checkout_copy | bought | short | 35 | 1.0000 | 0.0286 | -0.0412 | -0.1368 | 0.0544
select
    experiment_name,
    metric_name,
    variant,
    units,
    value,
    mean,
    lift_absolute,
    ci_low,
    ci_high,
    p_value,
    pooled_p_value,
    srm_p_value,
    case
        when is_control then 'control'
        when is_srm_alarm then 'not to be trusted'
        when ci_low > 0 then 'higher'
        when ci_high < 0 then 'lower'
        else 'undecided'
    end as verdict
from {{ ref('experiment_results') }}
order by
    experiment_name asc,
    metric_name asc,
    is_control desc,
    variant asc
