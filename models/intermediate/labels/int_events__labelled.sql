{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {'keys': ['row_id'], 'listed_in': 'int_events__label_changes'},
        'within': 'event_date',
    },
) }}
-- depends_on: {{ ref('int_event_labels') }}
-- depends_on: {{ ref('int_events__label_changes') }}

{% if is_incremental() %}
select
    row_id,
    event_date,
    evidence,
    person_id,
    session_id
from {{ ref('int_events__label_changes') }}
where not is_removed
{% else %}
select
    row_id,
    event_date,
    evidence,
    person_id,
    session_id
from {{ ref('int_event_labels') }}
{% endif %}
