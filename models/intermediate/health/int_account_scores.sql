with

measures as (

    select
        account_id,
        week,
        measure_name,
        dimension,
        status,
        points,
        weight,
        weight_share,
        contribution,
        case
            when lag(week) over by_week = cast(week - interval '7' day as date)
                then contribution - lag(contribution) over by_week
        end as moved
    from {{ ref('int_health_values') }}
    window by_week as (partition by account_id, measure_name order by week)

),

-- what moved the score most comes first; in an account's first week, what costs most
ranked as (

    select
        *,
        row_number() over (
            partition by account_id, week
            order by
                cast(coalesce(abs(moved), 0) as decimal(18, 6)) desc,
                cast(weight_share * (100 - points) as decimal(18, 6)) desc,
                measure_name
        ) as place
    from measures
    where status = 'scored'

),

drivers as (

    select
        account_id,
        week,
        '[' || replace({{ list_text(
            "'{\"measure\":\"' || measure_name || '\",\"points\":'"
            ~ ' || cast(cast(points as decimal(18, 1)) as ' ~ dbt.type_string() ~ ')'
            ~ " || ',\"change\":' || coalesce(cast(cast(moved as decimal(18, 1)) as "
            ~ dbt.type_string() ~ "), 'null') || '}'",
            'place'
        ) }}, '|', ',') || ']' as drivers
    from ranked
    where place <= 3
    group by
        account_id,
        week

),

-- weights are decimals, so that a share of just 0.6 is 0.6
scored as (

    select
        account_id,
        week,
        sum(weight) as weight_asked,
        sum(case when status = 'scored' then weight end) as weight_present,
        -- decimals add up to the same in any order
        cast(sum(cast(contribution as decimal(28, 12))) as double) as health_score,
        cast(sum(
            case
                when dimension in ('depth', 'consistency', 'intent', 'commercial')
                    then cast(points * cast(weight as double) as decimal(28, 12))
            end
        ) as double) / cast(sum(
            case
                when
                    status = 'scored'
                    and dimension in ('depth', 'consistency', 'intent', 'commercial')
                    then weight
            end
        ) as double) as behaviour_points,
        cast(sum(
            case
                when dimension in ('friction', 'support')
                    then cast(points * cast(weight as double) as decimal(28, 12))
            end
        ) as double) / cast(sum(
            case
                when status = 'scored' and dimension in ('friction', 'support')
                    then weight
            end
        ) as double) as friction_points
    from measures
    group by
        account_id,
        week

),

final as (

    select
        scored.account_id,
        scored.week,
        scored.health_score,
        scored.behaviour_points as behaviour_score,
        100 - scored.friction_points as friction_score,
        coalesce(
            cast(scored.weight_present as double) / cast(scored.weight_asked as double), 0
        ) as coverage,
        coalesce(10 * scored.weight_present >= 6 * scored.weight_asked, false)
            as is_sufficient,
        drivers.drivers
    from scored
    left join drivers
        on scored.account_id = drivers.account_id and scored.week = drivers.week

)

select * from final
