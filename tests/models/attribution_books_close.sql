-- Each conversion is given away once by each model, in its touches and in its month, and
-- so is its value; the graph's shares are one.
with

conversions as (

    select
        attribution_name,
        conversion_id,
        month,
        cast(value as double) as value
    from {{ ref('int_attribution_conversions') }}

),

credits as (

    select
        attribution_name,
        conversion_id,
        model,
        min(credit) as smallest_credit,
        sum(credit) as credit,
        sum(value) as value
    from {{ ref('attribution_touches') }}
    group by
        attribution_name,
        conversion_id,
        model

),

models_of_conversions as (

    select
        conversions.attribution_name,
        conversions.conversion_id,
        count(credits.model) as models,
        min(credits.smallest_credit) as smallest_credit,
        max(abs(credits.credit - 1)) as credit_missing,
        max(
            abs(coalesce(credits.value, 0) - coalesce(conversions.value, 0))
            - 1e-9 * abs(coalesce(conversions.value, 0))
        ) as value_missing
    from conversions
    left join credits
        on
            conversions.attribution_name = credits.attribution_name
            and conversions.conversion_id = credits.conversion_id
    group by
        conversions.attribution_name,
        conversions.conversion_id

),

months as (

    select
        attribution_name,
        month,
        count(*) as conversions,
        coalesce(sum(value), 0) as value,
        coalesce(sum(abs(value)), 0) as size
    from conversions
    group by
        attribution_name,
        month

),

credited_months as (

    select
        attribution_name,
        model,
        month,
        sum(conversions) as conversions,
        coalesce(sum(value), 0) as value
    from {{ ref('attribution_channels') }}
    group by
        attribution_name,
        model,
        month

),

models_of_months as (

    select
        months.attribution_name,
        months.month,
        count(credited_months.model) as models,
        max(
            abs(credited_months.conversions - months.conversions)
            - 1e-9 * months.conversions
        ) as credit_missing,
        max(
            abs(credited_months.value - months.value) - 1e-9 * months.size
        ) as value_missing
    from months
    left join credited_months
        on
            months.attribution_name = credited_months.attribution_name
            and months.month = credited_months.month
    group by
        months.attribution_name,
        months.month

),

problems as (

    select
        attribution_name,
        conversion_id as place,
        case
            when models <> 6 then 'a conversion lacks a model'
            when smallest_credit < 0 then 'a touch has less than nothing'
            when credit_missing > 1e-9 then 'the credit of a conversion is not one'
            when value_missing > 1e-9 then 'the value of a conversion is not given away'
        end as problem
    from models_of_conversions
    union all
    select
        attribution_name,
        cast(month as {{ dbt.type_string() }}) as place,
        case
            when models <> 7 then 'a month lacks a model'
            when credit_missing > 0 then 'the credit of a month is not its conversions'
            when value_missing > 1e-9 then 'the value of a month is not given away'
        end as problem
    from models_of_months
    union all
    select
        attribution_name,
        '' as place,
        'the shares of the graph are not one' as problem
    from {{ ref('int_attribution_effects') }}
    where share is not null
    group by attribution_name
    having abs(sum(share) - 1) > 1e-9

)

select
    attribution_name,
    place,
    problem
from problems
where problem is not null
