{{ config(materialized='table', enabled='stripe' in var('sources')) }}

with

as_of as (

    select {{ as_of_or('billed_until') }} as as_of
    from {{ ref('int_billed_until') }}

),

-- money begins with what is first subscribed to, or first paid
beginnings as (

    select min(least(valid_from, coalesce(started_at, valid_from))) as begun_at
    from {{ ref('fct_subscriptions') }}
    where is_paying and not is_test
    union all
    select min(paid_at) as begun_at
    from {{ ref('fct_invoices') }}
    where paid_amount > 0 and not is_test

),

ends as (

    select
        {{ start_of_period("'month'", utc_to_local('min(beginnings.begun_at)')) }}
            as first_month,
        {{ start_of_period("'month'", utc_to_local('max(as_of.as_of)')) }} as last_month,
        max(as_of.as_of) as as_of
    from beginnings
    cross join as_of

),

numbered as (

    select
        first_month,
        as_of,
        {{ each_number_to(periods_between("'month'", 'first_month', 'last_month')) }}
            as number
    from ends

),

bounds as (

    select
        {{ add_periods("'month'", 'first_month', 'number') }} as month_start,
        {{ local_to_utc(add_periods("'month'", 'first_month', 'number + 1')) }}
            as ends_at,
        as_of
    from numbered

),

final as (

    select
        cast(month_start as date) as month,
        {{ local_to_utc('month_start') }} as starts_at,
        ends_at,
        ends_at <= as_of as is_complete
    from bounds

)

select * from final
