{{ config(materialized='view', meta={'holds': 'changes'}) }}
-- Sessions are cut from blocks, and a block is cut again as a whole: of each touched
-- stream, what lies between the first and the last block that a touched event is in, or
-- near.
with

settings as (

    select
        source,
        session_rule,
        timeout_microseconds,
        split_on_campaign
    from {{ ref('int_source_settings__defined') }}

),

touched as (

    select
        events.stream_id,
        settings.timeout_microseconds,
        settings.split_on_campaign,
        min({{ microseconds('events.occurred_at') }}) as first_microsecond,
        max({{ microseconds('events.occurred_at') }}) as last_microsecond
    from {{ ref('int_touched_events') }} as events
    inner join settings on events.source = settings.source
    where
        settings.session_rule = 'gap'
        and not events.is_server_side
    group by
        events.stream_id,
        settings.timeout_microseconds,
        settings.split_on_campaign

),

{% if is_full_rebuild() %}
blocks as (

    select
        stream_id,
        first_microsecond,
        last_microsecond
    from touched
    where false

),
{% else %}
-- sessions that lie no further apart than the timeout may be cut from one block
sessions as (

    select
        kept.session_id,
        kept.stream_id,
        {{ microseconds('kept.started_at') }} as first_microsecond,
        {{ microseconds('kept.ended_at') }} as last_microsecond,
        touched.timeout_microseconds
    from {{ as_kept('fct_sessions') }} as kept
    inner join touched on kept.stream_id = touched.stream_id

),

with_breaks as (

    select
        *,
        coalesce(
            first_microsecond
            - max(last_microsecond) over (
                partition by stream_id
                order by first_microsecond, session_id
                rows between unbounded preceding and 1 preceding
            ) > timeout_microseconds,
            true
        ) as is_break
    from sessions

),

with_numbers as (

    select
        *,
        sum(case when is_break then 1 else 0 end) over (
            partition by stream_id
            order by first_microsecond, session_id
            rows between unbounded preceding and current row
        ) as block_number
    from with_breaks

),

blocks as (

    select
        stream_id,
        min(first_microsecond) as first_microsecond,
        max(last_microsecond) as last_microsecond
    from with_numbers
    group by
        stream_id,
        block_number

),
{% endif %}

final as (

    select
        touched.stream_id,
        least(touched.first_microsecond, min(blocks.first_microsecond))
            as first_microsecond,
        greatest(touched.last_microsecond, max(blocks.last_microsecond))
            as last_microsecond
    from touched
    left join blocks
        on
            touched.stream_id = blocks.stream_id
            and (
                -- the campaign in force reaches over any pause
                touched.split_on_campaign
                or (
                    blocks.last_microsecond
                    >= touched.first_microsecond - touched.timeout_microseconds
                    and blocks.first_microsecond
                    <= touched.last_microsecond + touched.timeout_microseconds
                )
            )
    group by
        touched.stream_id,
        touched.first_microsecond,
        touched.last_microsecond

)

select * from final
