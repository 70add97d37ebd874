with

features as (

    select
        feature_name,
        area,
        {{ parse_utc('released_at') }} as released_at
    from {{ ref('features') }}

),

dates as (

    select
        date,
        dau,
        is_complete
    from {{ ref('engagement_daily') }}
    where segment = 'all'

),

days as (

    select
        feature_name,
        event_date,
        count(distinct person_id) as adopters,
        cast(sum(uses) as bigint) as uses
    from {{ ref('int_feature_days') }}
    group by
        feature_name,
        event_date

),

first_days as (

    select
        feature_name,
        cast({{ utc_to_local('first_used_at') }} as date) as first_date,
        count(*) as new_adopters
    from {{ ref('feature_adoption_persons') }}
    group by
        feature_name,
        cast({{ utc_to_local('first_used_at') }} as date)

),

final as (

    select
        features.feature_name,
        dates.date,
        features.area,
        {{ periods_between(
            "'day'",
            start_of_period("'day'", utc_to_local('features.released_at')),
            'cast(dates.date as timestamp)'
        ) }} as days_since_release,
        dates.dau as active_persons,
        coalesce(days.adopters, 0) as adopters,
        coalesce(first_days.new_adopters, 0) as new_adopters,
        coalesce(days.uses, 0) as uses,
        coalesce(days.adopters, 0) / cast(nullif(dates.dau, 0) as double)
            as adoption_rate,
        dates.is_complete
    from features
    cross join dates
    left join days
        on
            features.feature_name = days.feature_name
            and dates.date = days.event_date
    left join first_days
        on
            features.feature_name = first_days.feature_name
            and dates.date = first_days.first_date

)

select
    feature_name,
    date,
    area,
    days_since_release,
    active_persons,
    adopters,
    new_adopters,
    uses,
    adoption_rate,
    is_complete
from final
