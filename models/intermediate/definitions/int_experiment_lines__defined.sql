with

metrics as (

    select
        line,
        experiment_name,
        metric_name,
        event,
        property,
        denominator_event,
        denominator_property,
        row_number() over (
            partition by experiment_name order by metric_name
        ) as rule_number
    from {{ ref('experiment_metrics') }}

),

lines as (

    select
        line,
        experiment_name,
        'exposure' as role,
        cast(1 as bigint) as rule_number,
        cast(null as {{ dbt.type_string() }}) as metric_name,
        exposure_event as spelled_name,
        experiment_property as property,
        variant_property as carried_property
    from {{ ref('experiments') }}
    where exposure_event is not null
    union all
    select
        line,
        experiment_name,
        'metric' as role,
        rule_number,
        metric_name,
        event as spelled_name,
        cast(null as {{ dbt.type_string() }}) as property,
        property as carried_property
    from metrics
    union all
    select
        line,
        experiment_name,
        'denominator' as role,
        rule_number,
        metric_name,
        denominator_event as spelled_name,
        cast(null as {{ dbt.type_string() }}) as property,
        denominator_property as carried_property
    from metrics
    where denominator_event is not null

),

-- a definition may use any name that the aliases know for every source
property_aliases as (

    select
        raw_name,
        property
    from {{ ref('int_property_aliases__defined') }}
    where source = '*'

),

final as (

    select
        lines.line,
        lines.experiment_name,
        lines.role,
        lines.rule_number,
        lines.metric_name,
        lines.spelled_name,
        coalesce(stated.property, lines.property) as property,
        case when lines.property is not null then 'exact' end as operator,
        case when lines.property is not null then lines.experiment_name end as value,
        coalesce(carried.property, lines.carried_property, '') as carried_property
    from lines
    left join property_aliases as stated on lines.property = stated.raw_name
    left join property_aliases as carried on lines.carried_property = carried.raw_name

)

select * from final
