-- what a step changes of the totals, with what they were: read back from a table built later
{{ config(meta={'holds': 'changes'}) }}
-- depends_on: {{ ref('sales') }}
select
    stg_sales.item,
    {% if is_full_rebuild() %}cast(null as bigint){% else %}totals.points{% endif %} as points_before
from (select distinct item from {{ ref('stg_sales') }}) as stg_sales
{% if not is_full_rebuild() %}
left join {{ as_kept('totals') }} as totals on stg_sales.item = totals.item
{% endif %}
where {{ may_fail() }}
