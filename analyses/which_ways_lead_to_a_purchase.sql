-- Which ways lead to a purchase? Of each definition of paths with a conversion, the ways
-- of those who converted, the commonest first, and their share of all conversions.
--
-- Answer on the sample (2026-12-01): none stands out. The list and then the
-- settings is the commonest, with 4 of 60; most ways have one purchase.
--
-- Rows of the answer, their first columns:
--   pages | /list > /settings | 17 | 16 | 4 | 0.0667
--   pages | /p/* | 153 | 122 | 2 | 0.0333
select
    path_name,
    sequence,
    runs,
    units,
    conversions,
    conversions * 1.0 / sum(conversions) over (partition by path_name)
        as share_of_conversions
from {{ ref('path_sequences') }}
where conversions > 0
order by
    path_name asc,
    conversions desc,
    runs desc,
    sequence asc
