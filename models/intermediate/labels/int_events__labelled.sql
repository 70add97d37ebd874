{{ config(
    materialized='incremental',
    incremental_strategy='replace',
    on_schema_change='fail',
    meta={
        'replaces': {'keys': ['row_id'], 'listed_in': 'int_events__label_changes'},
        'within': 'event_date',
    },
) }}
{% set all_labels, changes = ref('int_event_labels'), ref('int_events__label_changes') %}

select
    row_id,
    event_date,
    event_name,
    event_type,
    occurred_at,
    account_id,
    is_bot,
    evidence,
    person_id,
    session_id
{% if is_incremental() %}
from {{ changes }}
where not is_removed
{% else %}
from {{ all_labels }}
{% endif %}
