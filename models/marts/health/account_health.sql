with

worth as (

    select
        account_id,
        week
        {%- for factor in ['contract_value', 'renewal_days', 'tier', 'strategic_fit',
            'support_burden', 'open_opportunity'] %}
        {{ ', coalesce(' if loop.first else '* coalesce(' }}
            max(case when factor = '{{ factor }}' then multiplier end), 1
        )
        {%- endfor %} as revenue_weight
    from {{ ref('account_revenue_weights') }}
    group by
        account_id,
        week

),

weeks as (

    select
        weeks.account_id,
        weeks.week,
        weeks.next_week,
        weeks.age_days,
        weeks.profile_name,
        scores.health_score,
        scores.behaviour_score,
        scores.friction_score,
        coalesce(scores.coverage, 0) as coverage,
        coalesce(scores.is_sufficient, false) as is_sufficient,
        lag(scores.health_score) over (
            partition by weeks.account_id order by weeks.week
        ) as previous_score,
        scores.drivers,
        coalesce(worth.revenue_weight, 1) as revenue_weight
    from {{ ref('int_account_weeks') }} as weeks
    left join {{ ref('int_account_scores') }} as scores
        on weeks.account_id = scores.account_id and weeks.week = scores.week
    left join worth
        on weeks.account_id = worth.account_id and weeks.week = worth.week

),

-- one band for each week: the highest that the score reaches
banded as (

    select
        weeks.account_id,
        weeks.week,
        max_by(bands.band_name, bands.min_score) as band_name
    from weeks
    inner join {{ ref('health_bands') }} as bands
        on weeks.health_score >= bands.min_score
    group by
        weeks.account_id,
        weeks.week

),

-- the judgment that began last, of those that hold on the week's last day
judged as (

    select
        weeks.account_id,
        weeks.week,
        max_by(overrides.band_name, overrides.valid_from) as override_band
    from weeks
    inner join {{ ref('health_overrides') }} as overrides
        on
            weeks.account_id = overrides.account_id
            and weeks.next_week > overrides.valid_from
            and coalesce(weeks.next_week <= overrides.valid_to + interval '1' day, true)
    group by
        weeks.account_id,
        weeks.week

),

final as (

    select
        weeks.*,
        case when weeks.is_sufficient then banded.band_name else 'insufficient_data' end
            as band_name,
        judged.override_band,
        weeks.health_score - weeks.previous_score as score_change,
        case
            when weeks.health_score is not null
                then
                    cast(rank() over (
                        partition by weeks.week
                        order by
                            cast(
                                weeks.revenue_weight * (100 - weeks.health_score)
                                as decimal(28, 6)
                            ) desc nulls last
                    ) as bigint)
        end as priority
    from weeks
    left join banded
        on weeks.account_id = banded.account_id and weeks.week = banded.week
    left join judged
        on weeks.account_id = judged.account_id and weeks.week = judged.week

)

select
    account_id,
    week,
    profile_name,
    age_days,
    health_score,
    behaviour_score,
    friction_score,
    band_name,
    override_band,
    coverage,
    is_sufficient,
    previous_score,
    score_change,
    drivers,
    revenue_weight,
    priority
from final
