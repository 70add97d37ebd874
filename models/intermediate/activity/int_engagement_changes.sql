with

-- a person counts from an active day until the window after it is over, or until the next
-- active day takes over: intervals of one person never overlap
days as (

    select
        segment_field,
        segment_value,
        cast(active_date as timestamp) as starts_at,
        cast(
            lead(active_date) over (
                partition by segment_field, segment_value, person_id
                order by active_date
            ) as timestamp
        ) as next_starts_at
    from {{ ref('int_engagement_days') }}

),

ends as (

    select
        segment_field,
        segment_value,
        starts_at,
        starts_at + interval '1' day as ends_at_1,
        least(
            starts_at + interval '7' day,
            coalesce(next_starts_at, starts_at + interval '7' day)
        ) as ends_at_7,
        least(
            starts_at + interval '{{ var('mau_days') }}' day,
            coalesce(next_starts_at, starts_at + interval '{{ var('mau_days') }}' day)
        ) as ends_at_mau
    from days

),

changes as (

    select
        segment_field,
        segment_value,
        starts_at as changes_at,
        1 as dau_change,
        1 as wau_change,
        1 as mau_change
    from ends
    union all
    select
        segment_field,
        segment_value,
        ends_at_1 as changes_at,
        -1 as dau_change,
        0 as wau_change,
        0 as mau_change
    from ends
    union all
    select
        segment_field,
        segment_value,
        ends_at_7 as changes_at,
        0 as dau_change,
        -1 as wau_change,
        0 as mau_change
    from ends
    union all
    select
        segment_field,
        segment_value,
        ends_at_mau as changes_at,
        0 as dau_change,
        0 as wau_change,
        -1 as mau_change
    from ends

),

final as (

    select
        segment_field,
        segment_value,
        cast(changes_at as date) as change_date,
        sum(dau_change) as dau_change,
        sum(wau_change) as wau_change,
        sum(mau_change) as mau_change
    from changes
    group by
        segment_field,
        segment_value,
        cast(changes_at as date)

)

select * from final
