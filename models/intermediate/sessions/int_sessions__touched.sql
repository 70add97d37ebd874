{{ config(meta={'holds': 'changes'}) }}
{% set sessions_replaced = ref('int_sessions__replaced') %}
{% set events_label_changes = ref('int_events__label_changes') %}
-- Sessions that end, begin or are measured again in this run.
with

sessions as (

    select session_id from {{ ref('int_sessions__bounded') }}
    {% if not is_full_rebuild() %}
    union all
    select session_id from {{ sessions_replaced }}
    union all
    -- a server's event that joins or leaves counts, too
    select session_id from {{ events_label_changes }}
    union all
    select old_session_id as session_id from {{ events_label_changes }}
    {% endif %}

),

final as (

    select session_id
    from sessions
    where session_id is not null
    group by session_id

)

select * from final
