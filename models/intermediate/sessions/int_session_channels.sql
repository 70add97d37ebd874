{{ config(meta={'holds': 'changes'}) }}

with

origins as (

    select
        utm_source,
        utm_medium,
        referrer_host,
        lower(coalesce(utm_source, '')) as source_text,
        lower(coalesce(utm_medium, '')) as medium_text,
        coalesce(referrer_host, '') as referrer_text
    from {{ ref('int_session_ends') }}
    group by
        utm_source,
        utm_medium,
        referrer_host

),

rules as (

    select
        cast(priority as int) as priority,
        coalesce(medium_pattern, '') as medium_pattern,
        coalesce(source_pattern, '') as source_pattern,
        coalesce(referrer_pattern, '') as referrer_pattern,
        channel
    from {{ ref('channel_rules') }}

),

-- a blank pattern asks nothing
matched as (

    select
        origins.utm_source,
        origins.utm_medium,
        origins.referrer_host,
        rules.channel,
        row_number() over (
            partition by origins.utm_source, origins.utm_medium, origins.referrer_host
            order by rules.priority
        ) as rule_number
    from origins
    left join rules
        on
            (
                rules.medium_pattern = ''
                or {{ regexp_contains('origins.medium_text', 'rules.medium_pattern') }}
            )
            and (
                rules.source_pattern = ''
                or {{ regexp_contains('origins.source_text', 'rules.source_pattern') }}
            )
            and (
                rules.referrer_pattern = ''
                or {{ regexp_contains(
                    'origins.referrer_text', 'rules.referrer_pattern'
                ) }}
            )

),

final as (

    select
        utm_source,
        utm_medium,
        referrer_host,
        coalesce(channel, 'direct') as channel
    from matched
    where rule_number = 1

)

select * from final
