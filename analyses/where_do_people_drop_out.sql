-- Where do people drop out? Of each funnel and step, who gets so far and who is lost on
-- the way to the next; of what is divided by a breakdown, each value.
--
-- Answer on the sample (2026-12-01): of 716 persons who view a product in the shop, 196
-- buy within a day. Most are lost before the cart, and a third at each step behind it.
--
-- Rows of the answer, their first columns:
--   shop_purchase | | 1 | Product viewed | 716 | 1.0000 | 261
--   shop_purchase | | 2 | Added to cart | 455 | 0.6355 | 154 | 18.9090
--   shop_purchase | | 3 | Checkout | 301 | 0.4204 | 105 | 27.4810
--   shop_purchase | | 4 | Bought | 196 | 0.2737
select
    funnel_name,
    breakdown_value,
    step_number,
    step_name,
    units,
    conversion_rate,
    drop_off_units,
    median_seconds_from_previous
from {{ ref('funnel_conversion_steps') }}
order by
    funnel_name,
    breakdown_value,
    step_number
