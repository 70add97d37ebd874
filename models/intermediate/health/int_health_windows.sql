with

-- the set of measures, whichever profiles they are for: those to date have no window
measures as (

    select distinct
        measure_key,
        window_days,
        kind in ('days_since', 'open_tickets') as is_to_date
    from {{ ref('int_health_measures__defined') }}

),

facts as (

    select
        measure_key,
        account_id,
        fact_date,
        item,
        amount,
        base
    from {{ ref('int_health_event_facts') }}
    union all
    select
        measure_key,
        account_id,
        fact_date,
        item,
        amount,
        base
    from {{ ref('int_health_evidence_facts') }}

),

weeks as (

    select
        account_id,
        week,
        next_week
    from {{ ref('int_account_weeks') }}

),

-- days before the end of the week: 1 is its last day
placed as (

    select
        measures.measure_key,
        measures.window_days,
        measures.is_to_date,
        weeks.account_id,
        weeks.week,
        facts.item,
        facts.amount,
        facts.base,
        {{ dbt.datediff('facts.fact_date', 'weeks.next_week', 'day') }} -- noqa: LT05
            as days_before
    from facts
    inner join measures on facts.measure_key = measures.measure_key
    inner join weeks
        on
            facts.account_id = weeks.account_id
            and facts.fact_date < weeks.next_week

),

sided as (

    select
        *,
        is_to_date or days_before <= window_days as is_in_window,
        days_before > window_days
        and (is_to_date or days_before <= 2 * window_days) as is_in_previous
    from placed
    where is_to_date or days_before <= 2 * window_days

),

final as (

    select
        measure_key,
        account_id,
        week,
        cast(sum(case when is_in_window then amount else 0 end) as bigint) as amount,
        cast(sum(case when is_in_window then base else 0 end) as bigint) as base,
        count(distinct case when is_in_window and amount > 0 then item end) as items,
        min(case when amount > 0 then days_before end) as last_days_before,
        cast(sum(case when is_in_previous then amount else 0 end) as bigint)
            as previous_amount,
        cast(sum(case when is_in_previous then base else 0 end) as bigint)
            as previous_base,
        count(distinct case when is_in_previous and amount > 0 then item end)
            as previous_items,
        min(case when is_in_previous and amount > 0 then days_before end)
            as previous_last_days_before
    from sided
    group by
        measure_key,
        account_id,
        week

)

select * from final
