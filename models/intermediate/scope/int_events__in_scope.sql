{{ config(materialized='view', meta={'holds': 'changes'}) }}
-- depends_on: {{ ref('int_scope_rows') }}

select *
from {{ ref('int_events__enriched') }}
where
    not is_server_side
    {% if not covers_history() %}
    and row_id in (select row_id from {{ ref('int_scope_rows') }})
    {% endif %}
