with

final as (

    select
        source,
        session_rule,
        -- microseconds, so that the sessions' windows work on whole numbers
        cast(round(timeout_minutes * 60000000) as bigint) as timeout_microseconds,
        cast(round(max_hours * 3600000000) as bigint) as max_microseconds,
        split_on_campaign,
        split_at_midnight,
        timestamp_trust,
        coalesce(user_namespace, '') as user_namespace,
        hash_routes,
        cast(round(server_join_minutes * 60000000) as bigint) as server_join_microseconds
    from {{ ref('source_settings') }}

)

select * from final
