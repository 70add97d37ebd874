{{ config(
    materialized='incremental', incremental_strategy='replace', on_schema_change='fail',
    meta={'replaces': {'keys': ['level'], 'listed_in': 'changed_levels'}, 'rebuilds': 'alone'},
) }}
select
    points // 10 as level,
    count(*) as items
from {{ ref('totals') }}
where
    {{ may_fail() }}
    {% if is_incremental() %}
    and points // 10 in (select level from {{ ref('changed_levels') }})
    {% else %}
    -- depends_on: {{ ref('changed_levels') }}
    {% endif %}
group by points // 10
