with

-- a share of 0.1 is written 10.0 %
written as (

    select
        *,
        case
            when shape in ('rate', 'share_of_people', 'plan_limit_share')
                then
                    cast(
                        cast(100 * value as decimal(18, 1))
                        as {{ dbt.type_string() }}
                    ) || ' %'
            else cast(cast(value as bigint) as {{ dbt.type_string() }})
        end as value_text,
        case
            when shape in ('rate', 'share_of_people', 'plan_limit_share')
                then
                    cast(
                        cast(100 * previous_value as decimal(18, 1))
                        as {{ dbt.type_string() }}
                    ) || ' %'
            else cast(cast(previous_value as bigint) as {{ dbt.type_string() }})
        end as previous_value_text
    from {{ ref('int_health_values') }}

),

explained as (

    select
        *,
        replace(kind, '_', ' ') || ': ' || coalesce(value_text, 'nothing known')
        || case
            when kind in ('open_tickets', 'plan_limit_share') then ' at the week''s end'
            when kind = 'days_since' then ' at the week''s last day'
            else
                ' in the last ' || cast(window_days as {{ dbt.type_string() }})
                || ' days'
        end
        || coalesce(', ' || previous_value_text || ' before', '')
        || case status
            when 'scored'
                then
                    '; '
                    || cast(cast(points as decimal(18, 1)) as {{ dbt.type_string() }})
                    || ' of 100 points'
            when 'too_little'
                then
                    '; not scored, since it rests on '
                    || cast(cast(volume as bigint) as {{ dbt.type_string() }})
                    || ', less than '
                    || cast(cast(min_volume as bigint) as {{ dbt.type_string() }})
            else '; not scored'
        end as explanation
    from written

)

select
    account_id,
    week,
    profile_name,
    measure_name,
    dimension,
    comparison,
    value,
    previous_value,
    points,
    cast(weight as double) as weight,
    weight_share,
    contribution,
    status,
    explanation
from explained
