{{ config(meta={'holds': 'changes'}) }}
{% set events_changed = ref('int_events__changed') %}
{% set identity_changes = ref('int_identity_changes') %}
{% set events_enriched = ref('int_events__enriched') %}
-- What came, went or may have a new owner in this run.
with

changed as (

    select
        row_id,
        source,
        occurred_at,
        stream_id,
        tracker_session_id,
        is_server_side
    from {{ events_changed }}

),

{% if is_full_rebuild() %}
final as (

    select * from changed

)
{% else %}
identifiers as (

    select
        identifier_type,
        identifier
    from {{ identity_changes }}

),

-- the events stand here three times: under one name, read thrice, all of them would be
-- written down first
reowned as (

    {% for identifier_type in ['user_id', 'anonymous_id', 'device_id'] %}
    select
        events.row_id,
        events.source,
        events.occurred_at,
        events.stream_id,
        events.tracker_session_id,
        events.is_server_side
    from {{ events_enriched }} as events
    inner join identifiers
        on
            events.{{ identifier_type }} = identifiers.identifier
            and identifiers.identifier_type = '{{ identifier_type }}'
    {% if identifier_type != 'user_id' %}
    -- whose user is known belongs to nobody else
    where events.user_id is null
    {% endif %}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    -- one event may have come and have a new owner, or two
    select * from changed
    union distinct
    select * from reowned

)
{% endif %}

select * from final
