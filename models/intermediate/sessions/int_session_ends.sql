{{ config(meta={'holds': 'changes'}) }}
-- the wide rows of the events that tell are read once: a join for each of the five would
-- hold five hash tables
with

telling_rows as (

    {% for name in ['first', 'entry', 'exit', 'account', 'campaign'] %}
    select
        session_id,
        '{{ name }}' as role,
        {{ name }}_row_id as row_id
    from {{ ref('int_sessions__bounded') }}
    where {{ name }}_row_id is not null
    union all
    {% endfor %}
    -- the events up to the first with a referrer, where the entry may have none: few
    select
        bounded.session_id,
        'approach' as role,
        sessionized.row_id
    from {{ ref('int_sessions__bounded') }} as bounded
    inner join {{ ref('int_events__sessionized') }} as sessionized
        on
            bounded.first_row_id = sessionized.first_row_id
            and bounded.referrer_event_number >= sessionized.event_number

),

told as (

    select
        telling.session_id,
        telling.role,
        events.*,
        -- null without a page
        coalesce(events.page_host, '') || events.page_path as page,
        coalesce(events.referrer_host <> events.page_host, true) as is_outside
    from telling_rows as telling
    inner join {{ ref('int_events__enriched') }} as events
        on telling.row_id = events.row_id

),

ends as (

    select
        session_id,
        max(case when role = 'first' then source end) as source,
        max(case when role = 'first' then stream_id end) as stream_id,
        max(case when role = 'first' then platform end) as platform,
        max(case when role = 'first' then tracker_session_id end) as tracker_session_id,
        max(case when role = 'first' then device_type end) as device_type,
        max(case when role = 'first' then country end) as country,
        max(case when role = 'account' then account_id end) as account_id,
        max(case when role = 'entry' then page_path end) as entry_page_path,
        max(case when role = 'entry' then page_host end) as entry_page_host,
        max(case when role = 'exit' then page_path end) as exit_page_path,
        coalesce(
            max(case when role = 'entry' then referrer_host end),
            -- a first event without one, and nothing but the same page up to it
            case
                when
                    min(case when role = 'approach' then page end)
                    = max(case when role = 'approach' then page end)
                    then max(
                        case when role = 'approach' and is_outside then referrer_host end
                    )
            end
        ) as referrer_host,
        coalesce(
            max(case when role = 'entry' then client_referrer_class end),
            max(
                case when role = 'approach' and is_outside then client_referrer_class end
            )
        ) as client_referrer_class,
        max(case when role = 'campaign' then utm_source end) as utm_source,
        max(case when role = 'campaign' then utm_medium end) as utm_medium,
        max(case when role = 'campaign' then utm_campaign end) as utm_campaign,
        max(case when role = 'campaign' then utm_term end) as utm_term,
        max(case when role = 'campaign' then utm_content end) as utm_content,
        coalesce(
            max(case when role = 'campaign' then click_id end),
            max(case when role = 'entry' then click_id end)
        ) as click_id
    from told
    group by session_id

),

final as (

    select
        *,
        {{ surrogate_key([
            'utm_source', 'utm_medium', 'referrer_host', 'client_referrer_class',
            'entry_page_host', 'click_id',
        ]) }} as origin_key
    from ends

)

select * from final
