{{ config(meta={'holds': 'changes', 'rebuilds': 'alone'}) }}
select totals.points // 10 as level
from {{ ref('totals') }} as totals
{% if not is_full_rebuild() %}
inner join {{ ref('changed_items') }} as changed_items on totals.item = changed_items.item
union
select points_before // 10 as level
from {{ ref('changed_items') }}
where points_before is not null
{% else %}
-- depends_on: {{ ref('changed_items') }}
{% endif %}
