with

as_of as (

    select {{ as_of_or('loaded_until') }} as as_of
    from {{ ref('int_loaded_until') }}

),

-- the set of days on which each person was active
days as (

    select distinct
        person_id,
        cast(event_date as timestamp) as active_day
    from {{ ref('fct_active_days') }}
    where not is_bot

),

-- a day counts for 28 days, itself the first of them
steps as (

    select
        person_id,
        active_day as changes_at,
        1 as change
    from days
    union all
    select
        person_id,
        active_day + interval '28' day as changes_at,
        -1 as change
    from days

),

changes as (

    select
        person_id,
        changes_at,
        sum(change) as change
    from steps
    group by
        person_id,
        changes_at

),

-- from each change to the next a person has one number of active days
pieces as (

    select
        person_id,
        changes_at as starts_at,
        lead(changes_at) over (
            partition by person_id order by changes_at
        ) as ends_at,
        sum(change) over (
            partition by person_id order by changes_at
            rows between unbounded preceding and current row
        ) as active_days
    from changes

),

bounds as (

    select
        active_days,
        starts_at as changes_at,
        1 as change
    from pieces
    where active_days > 0
    union all
    select
        active_days,
        ends_at as changes_at,
        -1 as change
    from pieces
    where active_days > 0

),

person_changes as (

    select
        active_days,
        changes_at,
        sum(change) as change
    from bounds
    group by
        active_days,
        changes_at

),

spanned as (

    select
        min(days.active_day) as first_day,
        max(as_of.as_of) as as_of
    from days
    cross join as_of

),

dates as (

    select
        first_day,
        as_of,
        {{ each_number_to(periods_between(
            "'day'", 'first_day',
            '(' ~ start_of_period("'day'", utc_to_local('as_of')) ~ ')'
        )) }} as number
    from spanned

),

grid as (

    select
        {{ add_periods("'day'", 'first_day', 'number') }} as active_day,
        {{ local_to_utc(add_periods("'day'", 'first_day', 'number + 1')) }} <= as_of
            as is_complete,
        {{ each_number_to('27') }} as days_before
    from dates

),

final as (

    select
        cast(grid.active_day as date) as active_date,
        cast(grid.days_before + 1 as bigint) as active_days,
        cast(
            sum(coalesce(changes.change, 0)) over (
                partition by grid.days_before
                order by grid.active_day
                rows between unbounded preceding and current row
            ) as bigint
        ) as persons,
        grid.is_complete
    from grid
    left join person_changes as changes
        on
            grid.active_day = changes.changes_at
            and grid.days_before + 1 = changes.active_days

)

select
    active_date as date,
    active_days,
    persons,
    is_complete
from final
