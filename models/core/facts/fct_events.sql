{{ config(materialized='view') }}

select
    {{ event_columns() | join(',\n    ') }},
    properties,
    notes
from {{ ref('int_events__described') }}
