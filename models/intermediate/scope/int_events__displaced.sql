{{ config(meta={'holds': 'changes', 'reads_back': ['int_events__enriched']}) }}

with

final as (

    {% if is_full_rebuild() %}
    select
        row_id,
        event_id,
        cast(null as {{ dbt.type_string() }}) as source,
        cast(null as date) as load_date,
        cast(null as {{ dbt.type_string() }}) as event_name,
        cast(null as timestamp) as occurred_at,
        cast(null as date) as event_date,
        cast(null as {{ dbt.type_string() }}) as stream_id,
        cast(null as {{ dbt.type_string() }}) as user_id,
        cast(null as {{ dbt.type_string() }}) as anonymous_id,
        cast(null as {{ dbt.type_string() }}) as device_id,
        cast(null as {{ dbt.type_string() }}) as previous_id,
        cast(null as {{ dbt.type_string() }}) as account_id,
        cast(null as {{ dbt.type_string() }}) as tracker_session_id,
        cast(null as boolean) as is_server_side,
        cast(null as boolean) as is_bot
    from {{ ref('int_events__duplicated') }}
    where false
    {% else %}
    select
        row_id,
        event_id,
        source,
        load_date,
        event_name,
        occurred_at,
        event_date,
        stream_id,
        user_id,
        anonymous_id,
        device_id,
        previous_id,
        account_id,
        tracker_session_id,
        is_server_side,
        is_bot
    from {{ as_kept('int_events__enriched') }}
    where
        row_id in (
            select repeats.row_id
            from {{ ref('int_events__duplicated') }} as repeats
            where repeats.is_kept
        )
    {% endif %}

)

select * from final
