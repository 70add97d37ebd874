-- Contributions make the score, and their shares the whole; priorities follow from the
-- score and the weight that are shown.
with

contributions as (

    select
        account_id,
        week,
        sum(contribution) as total,
        sum(weight_share) as shares,
        max(
            case when abs(points * weight_share - contribution) > 1e-9 then 1 else 0 end
        ) as has_another,
        sum(weight) as weight_asked,
        sum(case when status = 'scored' then weight else 0 end) as weight_present
    from {{ ref('account_health_measures') }}
    group by
        account_id,
        week

),

multipliers as (

    select
        account_id,
        week,
        sum(ln(multiplier)) as worth
    from {{ ref('account_revenue_weights') }}
    group by
        account_id,
        week

),

ranked as (

    select
        account_id,
        week,
        rank() over (
            partition by week
            order by
                cast(revenue_weight * (100 - health_score) as decimal(28, 6)) desc
        ) as expected
    from {{ ref('account_health') }}
    where health_score is not null

)

select
    health.account_id,
    health.week,
    health.health_score,
    contributions.total,
    health.priority,
    ranked.expected
from {{ ref('account_health') }} as health
left join contributions
    on health.account_id = contributions.account_id and health.week = contributions.week
left join multipliers
    on health.account_id = multipliers.account_id and health.week = multipliers.week
left join ranked
    on health.account_id = ranked.account_id and health.week = ranked.week
where
    (health.health_score is null) <> (contributions.total is null)
    or abs(health.health_score - contributions.total) > 1e-6
    or abs(contributions.shares - 1) > 1e-9
    or contributions.has_another = 1
    or abs(
        health.coverage - contributions.weight_present / contributions.weight_asked
    ) > 1e-9
    or abs(ln(health.revenue_weight) - coalesce(multipliers.worth, 0)) > 1e-9
    or (health.priority is null) <> (ranked.expected is null)
    or health.priority <> ranked.expected
