{{ config(meta={'holds': 'changes'}) }}

with

origins as (

    select
        origin_key,
        outside_referrer_host,
        click_id,
        source_class,
        lower(coalesce(utm_source, '')) as source_text,
        lower(coalesce(utm_medium, '')) as medium_text,
        coalesce(outside_referrer_host, '') as referrer_text
    from {{ ref('int_session_origins') }}

),

-- a blank cell asks nothing
rules as (

    select
        priority,
        channel,
        coalesce(source_class, '') as source_class,
        coalesce(source_pattern, '') as source_pattern,
        coalesce(medium_pattern, '') as medium_pattern,
        coalesce(referrer_pattern, '') as referrer_pattern,
        coalesce(click_id, '') as click_ids
    from {{ ref('channels') }}

),

matched as (

    select
        origins.origin_key,
        origins.outside_referrer_host,
        rules.channel,
        row_number() over (
            partition by origins.origin_key
            order by rules.priority
        ) as rule_number
    from origins
    left join rules
        on
            (
                rules.source_class = ''
                or origins.source_class = rules.source_class
            )
            and (
                rules.click_ids = ''
                or instr(
                    '|' || rules.click_ids || '|', '|' || origins.click_id || '|'
                ) > 0
            )
            and (
                rules.source_pattern = ''
                or {{ regexp_contains('origins.source_text', 'rules.source_pattern') }}
            )
            and (
                rules.medium_pattern = ''
                or {{ regexp_contains('origins.medium_text', 'rules.medium_pattern') }}
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
        origin_key,
        outside_referrer_host,
        coalesce(channel, 'direct') as channel
    from matched
    where rule_number = 1

)

select * from final
