-- The closing identities of retention: period 0 is the whole cohort, nobody is retained
-- who is not in the cohort, "j or later" never grows with j, a rate is there exactly when
-- the cell is complete, and every cohort has all its periods.
with

cohorts as (

    select
        retention_name,
        cohort_period,
        period_number,
        cohort_size,
        retained,
        retention_rate,
        is_complete
    from {{ ref('retention_cohorts') }}

),

curves as (

    select
        retention_name,
        period_count,
        match
    from {{ ref('retention_curves') }}

),

with_previous as (

    select
        cohorts.retention_name,
        cohorts.cohort_period,
        cohorts.period_number,
        cohorts.cohort_size,
        cohorts.retained,
        cohorts.retention_rate,
        cohorts.is_complete,
        curves.match,
        curves.period_count,
        lag(cohorts.retained) over (
            partition by cohorts.retention_name, cohorts.cohort_period
            order by cohorts.period_number
        ) as previous_retained,
        count(*) over (
            partition by cohorts.retention_name, cohorts.cohort_period
        ) as cell_count
    from cohorts
    left join curves
        on cohorts.retention_name = curves.retention_name

),

problems as (

    select
        *,
        case
            when match is null then 'a curve that is not defined'
            when period_number = 0 and retained <> cohort_size
                then 'period 0 is not the whole cohort'
            when period_number = 0 and is_complete and retention_rate <> 1
                then 'the rate of period 0 is not 1'
            when retained < 0 or retained > cohort_size
                then 'more persons retained than the cohort has'
            when match = 'on_or_after' and retained > previous_retained
                then '"or later" grows'
            when is_complete <> (retention_rate is not null)
                then 'rate and completeness disagree'
            when cell_count <> period_count + 1
                then 'a period number is missing'
        end as problem
    from with_previous

)

select * from problems
where problem is not null
