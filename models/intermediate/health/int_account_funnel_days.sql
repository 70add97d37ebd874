with

funnels as (

    select
        funnel_name,
        unit,
        step_count
    from {{ ref('int_funnels__defined') }}

),

-- the set of funnels that a measure asks for
asked as (

    select distinct value as funnel_name
    from {{ ref('int_health_measures__defined') }}
    where kind = 'funnel_rate'

),

-- the set of steps: a unit may be there for several values of a breakdown
steps as (

    select distinct
        funnels.funnel_name,
        funnels.unit,
        entries.unit_id,
        entries.entry_date,
        case when entries.step_number = 1 then 1 else 0 end as entries,
        case when entries.step_number = funnels.step_count then 1 else 0 end
            as conversions,
        cast({{ utc_to_local('entries.reached_at') }} as date) as fact_date
    from {{ ref('funnel_entry_steps') }} as entries
    inner join funnels on entries.funnel_name = funnels.funnel_name
    inner join asked on entries.funnel_name = asked.funnel_name
    where
        entries.counts_on_day
        and entries.step_number in (1, funnels.step_count)

),

-- a person enters for each account that they are active for on the day
of_accounts as (

    select
        steps.funnel_name,
        days.account_id,
        steps.fact_date,
        steps.entries,
        steps.conversions
    from steps
    inner join {{ ref('fct_active_days') }} as days
        on
            steps.unit_id = days.person_id
            and steps.entry_date = days.event_date
    where
        steps.unit = 'person'
        and not days.is_bot
        and days.account_id is not null
    union all
    select
        funnel_name,
        unit_id as account_id,
        fact_date,
        entries,
        conversions
    from steps
    where unit = 'account'

),

final as (

    select
        funnel_name,
        account_id,
        fact_date,
        sum(entries) as entries,
        sum(conversions) as conversions
    from of_accounts
    group by
        funnel_name,
        account_id,
        fact_date

)

select * from final
