with

lines as (

    select
        *,
        measure_name || coalesce(' · ' || profile_name, '') as measure_key,
        count(event_name) over (partition by measure_name, profile_name) as names,
        count(property) over (partition by measure_name, profile_name) as properties,
        row_number() over (
            partition by measure_name, profile_name order by line
        ) as place
    from {{ ref('health_measures') }}

),

-- what a profile has of its own takes the place of what is for all
preferred as (

    select
        lines.*,
        profiles.profile_name as judged_profile,
        row_number() over (
            partition by profiles.profile_name, lines.measure_name
            order by case when lines.profile_name is null then 1 else 0 end
        ) as preference
    from lines
    inner join {{ ref('health_profiles') }} as profiles
        on coalesce(lines.profile_name, profiles.profile_name) = profiles.profile_name
    where lines.place = 1

),

final as (

    select
        judged_profile as profile_name,
        measure_name,
        measure_key,
        dimension,
        kind,
        case
            when kind in ('conversation_themes', 'funnel_rate', 'slow_requests')
                then value
        end as value,
        window_days,
        comparison,
        zero_points_at,
        full_points_at,
        min_volume,
        cast(weight as decimal(18, 6)) as weight,
        kind in (
            'event_count', 'active_persons', 'active_days', 'distinct_values',
            'share_of_members', 'share_of_seats', 'share_of_events', 'days_since'
        ) as counts_events,
        -- days of activity say it, no event need be looked at
        names = 0 and properties = 0 as counts_any_event,
        kind = 'share_of_events' and properties = 0 as is_share_of_all,
        case
            when kind in ('active_persons', 'active_days', 'distinct_values') then 'items'
            when kind in ('share_of_members', 'share_of_seats') then 'share_of_people'
            when kind in (
                'share_of_events', 'reopen_rate', 'funnel_rate', 'failed_requests',
                'slow_requests'
            ) then 'rate'
            when kind in ('days_since', 'plan_limit_share') then kind
            else 'count'
        end as shape,
        case
            when kind in ('ticket_count', 'open_tickets', 'reopen_rate', 'escalations')
                then 'support'
            when kind = 'conversation_themes' then 'conversations'
            when kind in ('failed_requests', 'slow_requests') then 'requests'
            else 'product'
        end as evidence
    from preferred
    where preference = 1

)

select * from final
