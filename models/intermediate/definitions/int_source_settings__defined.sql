-- depends_on: {{ ref('int_definitions__problems') }}
-- the line above holds these rows back until the definitions are valid
with

source as (

    select
        {{ seed_text('source') }} as source,
        lower({{ seed_text('session_rule') }}) as session_rule,
        {{ seed_text('timeout_minutes') }} as timeout_minutes,
        {{ seed_text('max_hours') }} as max_hours,
        lower({{ seed_text('split_on_campaign') }}) as split_on_campaign,
        lower({{ seed_text('split_at_midnight') }}) as split_at_midnight,
        lower({{ seed_text('timestamp_trust') }}) as timestamp_trust
    from {{ ref('source_settings') }}

),

final as (

    select
        source,
        coalesce(session_rule, 'gap') as session_rule,
        -- microseconds, so that the sessions' windows work on whole numbers
        cast(round(
            coalesce(cast(timeout_minutes as double), 30) * 60000000
        ) as bigint) as timeout_microseconds,
        cast(round(
            coalesce(cast(max_hours as double), 24) * 3600000000
        ) as bigint) as max_microseconds,
        {{ is_true('split_on_campaign') }} as split_on_campaign,
        {{ is_true('split_at_midnight') }} as split_at_midnight,
        coalesce(timestamp_trust, 'client') as timestamp_trust
    from source

)

select * from final
