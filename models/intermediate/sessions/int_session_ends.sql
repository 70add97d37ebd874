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
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select
        telling.session_id,
        max(case when telling.role = 'first' then events.source end) as source,
        max(case when telling.role = 'first' then events.stream_id end) as stream_id,
        max(case when telling.role = 'first' then events.platform end) as platform,
        max(case when telling.role = 'first' then events.tracker_session_id end)
            as tracker_session_id,
        max(case when telling.role = 'first' then events.device_type end)
            as device_type,
        max(case when telling.role = 'first' then events.country end) as country,
        max(case when telling.role = 'account' then events.account_id end)
            as account_id,
        max(case when telling.role = 'entry' then events.page_path end)
            as entry_page_path,
        max(case when telling.role = 'exit' then events.page_path end)
            as exit_page_path,
        -- a referrer on the site's own host is a click inside, no origin of the visit
        max(
            case
                when
                    telling.role = 'entry'
                    and coalesce(events.referrer_host <> events.page_host, true)
                    then events.referrer_host
            end
        ) as referrer_host,
        max(case when telling.role = 'campaign' then events.utm_source end)
            as utm_source,
        max(case when telling.role = 'campaign' then events.utm_medium end)
            as utm_medium,
        max(case when telling.role = 'campaign' then events.utm_campaign end)
            as utm_campaign,
        max(case when telling.role = 'campaign' then events.utm_term end) as utm_term,
        max(case when telling.role = 'campaign' then events.utm_content end)
            as utm_content
    from telling_rows as telling
    inner join {{ ref('int_events__enriched') }} as events
        on telling.row_id = events.row_id
    group by telling.session_id

)

select * from final
