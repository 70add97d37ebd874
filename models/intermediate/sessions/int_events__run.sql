{{ config(meta={'holds': 'changes'}) }}
-- A run is what local rules leave together: neighbours no further apart than the timeout,
-- and, where a source asks for it, one day and one campaign. Sessions are cut from runs.
with

events as (

    select
        row_id,
        event_id,
        source,
        stream_id,
        occurred_at,
        event_date,
        utm_source,
        utm_medium,
        utm_campaign
    from {{ ref('int_events__in_scope') }}

),

settings as (

    select
        source,
        session_rule,
        timeout_microseconds,
        max_microseconds,
        split_on_campaign,
        split_at_midnight
    from {{ ref('int_source_settings__defined') }}

),

people as (

    select
        row_id,
        user_person_id
    from {{ ref('int_events__identified') }}

),

placed as (

    select
        events.row_id,
        events.event_id,
        events.stream_id,
        {{ microseconds('events.occurred_at') }} as microsecond,
        events.event_date,
        people.user_person_id,
        settings.timeout_microseconds,
        settings.max_microseconds,
        settings.split_on_campaign,
        settings.split_at_midnight,
        case
            when
                settings.split_on_campaign
                and coalesce(
                    events.utm_source, events.utm_medium, events.utm_campaign
                ) is not null
                then {{ surrogate_key([
                    'events.utm_source', 'events.utm_medium', 'events.utm_campaign',
                ]) }}
        end as campaign
    from events
    inner join people on events.row_id = people.row_id
    inner join settings on events.source = settings.source
    where settings.session_rule = 'gap'

),

with_previous as (

    select
        *,
        lag(microsecond) over (
            partition by stream_id order by microsecond, event_id
        ) as previous_microsecond,
        lag(event_date) over (
            partition by stream_id order by microsecond, event_id
        ) as previous_event_date
    from placed

),

-- the campaign in force: of the latest earlier event that carries one. Few sources ask
-- for it, so only their rows are sorted for it
with_campaign_numbers as (

    select
        row_id,
        event_id,
        stream_id,
        microsecond,
        campaign,
        count(campaign) over (
            partition by stream_id
            order by microsecond, event_id
            rows between unbounded preceding and current row
        ) as campaign_number
    from placed
    where split_on_campaign

),

with_campaigns as (

    select
        *,
        max(campaign) over (partition by stream_id, campaign_number) as campaign_in_force
    from with_campaign_numbers

),

with_previous_campaigns as (

    select
        row_id,
        campaign,
        lag(campaign_in_force) over (
            partition by stream_id order by microsecond, event_id
        ) as previous_campaign
    from with_campaigns

),

new_campaigns as (

    select row_id
    from with_previous_campaigns
    where
        campaign is not null
        and coalesce(campaign <> previous_campaign, true)

),

with_starts as (

    select
        events.*,
        case
            when events.previous_microsecond is null then 1
            -- exclusive: a gap of just the timeout keeps the run together
            when
                events.microsecond - events.previous_microsecond
                > events.timeout_microseconds
                then 1
            when
                events.split_at_midnight
                and events.event_date <> events.previous_event_date
                then 1
            when new_campaigns.row_id is not null then 1
            else 0
        end as starts_run
    from with_previous as events
    left join new_campaigns on events.row_id = new_campaigns.row_id

),

final as (

    select
        row_id,
        event_id,
        stream_id,
        microsecond,
        user_person_id,
        max_microseconds,
        sum(starts_run) over (
            partition by stream_id
            order by microsecond, event_id
            rows between unbounded preceding and current row
        ) as run_number
    from with_starts

)

select * from final
