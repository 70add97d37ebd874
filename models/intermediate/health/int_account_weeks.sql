with

as_of as (

    select {{ as_of_or('loaded_until') }} as as_of
    from {{ ref('int_loaded_until') }}

),

-- an account is known by its first event, or by its first subscription
starts as (

    select
        account_id,
        first_seen_at as started_at
    from {{ ref('dim_accounts') }}
    where first_seen_at is not null
    {%- if 'stripe' in var('sources') %}
    union all
    select
        account_id,
        coalesce(least(started_at, valid_from), valid_from) as started_at
    from {{ ref('fct_subscriptions') }}
    where account_id is not null and not is_test
    {%- endif %}

),

accounts as (

    select
        starts.account_id,
        min({{ utc_to_local('starts.started_at') }}) as started_at,
        max({{ utc_to_local('as_of.as_of') }}) as as_of
    from starts
    cross join as_of
    group by starts.account_id

),

first_weeks as (

    select
        account_id,
        started_at,
        {{ start_of_period("'week'", 'started_at') }} as first_week,
        {{ start_of_period("'week'", 'as_of') }} as open_week
    from accounts

),

-- the week of as_of is not over
numbered as (

    select
        account_id,
        started_at,
        first_week,
        {{ each_number_to(
            periods_between("'week'", 'first_week', 'open_week') ~ ' - 1'
        ) }} as week_number
    from first_weeks

),

weeks as (

    select
        account_id,
        started_at,
        {{ add_periods("'week'", 'first_week', 'week_number') }} as week,
        {{ add_periods("'week'", 'first_week', 'week_number + 1') }} as next_week
    from numbered

),

aged as (

    select
        account_id,
        cast(week as date) as week,
        cast(next_week as date) as next_week,
        {{ local_to_utc('next_week') }} as ends_at,
        {{ periods_between(
            "'day'", start_of_period("'day'", 'started_at'), 'next_week'
        ) }} as age_days
    from weeks

),

fitting as (

    select
        aged.account_id,
        aged.week,
        aged.next_week,
        aged.ends_at,
        aged.age_days,
        profiles.profile_name,
        row_number() over (
            partition by aged.account_id, aged.week
            order by profiles.priority, profiles.profile_name
        ) as place
    from aged
    left join {{ ref('health_profiles') }} as profiles
        on
            aged.age_days >= profiles.min_age_days
            and coalesce(aged.age_days < profiles.max_age_days, true)

),

final as (

    select
        account_id,
        week,
        next_week,
        ends_at,
        age_days,
        profile_name
    from fitting
    where place = 1

)

select * from final
