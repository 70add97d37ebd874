with

-- a definition may use any spelling that the aliases know for every source
aliases as (

    select
        spelled_name,
        event_name
    from {{ ref('int_event_aliases__defined') }}
    where source = '*'

),

named as (

    select
        lines.*,
        coalesce(aliases.event_name, lines.spelled_name) as event_name
    from {{ ref('int_event_lines') }} as lines
    left join aliases on lines.spelled_name = aliases.spelled_name

),

segments as (

    select
        family,
        definition_name,
        segment_name
    from {{ ref('int_definition_segments') }}
    where asks_event

),

-- what a segment asks of the event is one more line of each alternative; what it asks of
-- the person is asked by int_segment_matches
with_segments as (

    select
        named.*,
        false as is_of_segment,
        segments.segment_name is not null as asks_segment
    from named
    left join segments
        on
            named.family = segments.family
            and named.definition_name = segments.definition_name
    union all
    select
        named.family,
        named.definition_name,
        named.role,
        named.rule_number,
        conditions.line,
        '' as spelled_name,
        conditions.property,
        conditions.operator,
        conditions.value,
        cast(null as {{ dbt.type_string() }}) as span,
        named.unit,
        max(named.carried_property) as carried_property,
        named.second_property,
        named.third_property,
        named.held_property,
        named.event_name,
        true as is_of_segment,
        true as asks_segment
    from named
    inner join segments
        on
            named.family = segments.family
            and named.definition_name = segments.definition_name
    inner join {{ ref('int_segments__defined') }} as conditions
        on segments.segment_name = conditions.segment_name
    where not conditions.is_about_person
    group by
        named.family,
        named.definition_name,
        named.role,
        named.rule_number,
        conditions.line,
        conditions.property,
        conditions.operator,
        conditions.value,
        named.unit,
        named.event_name,
        named.second_property,
        named.third_property,
        named.held_property

),

completed as (

    select
        family,
        definition_name,
        role,
        rule_number,
        line,
        is_of_segment,
        event_name,
        property,
        case when property is not null then coalesce(operator, 'exact') end as operator,
        coalesce(value, '') as value,
        count(*) over (
            partition by family, definition_name, role, rule_number, event_name
        ) as condition_count,
        case
            when asks_segment then null
            when span is not null and (property is not null or carried_property <> '')
                then {{ raise_error(
                    "'A line of ' || family || ' ' || definition_name || ' has a span and"
                    ~ " a property: spans sum up names alone. Take the span out.'"
                ) }}
            else span
        end as span,
        unit,
        coalesce(carried_property, '') as carried_property,
        coalesce(second_property, '') as second_property,
        coalesce(third_property, '') as third_property,
        coalesce(held_property, '') as held_property
    from with_segments

),

-- all other events go by the empty name, so that a rule for any event joins by name, too
event_names as (

    select distinct event_name
    from completed
    where event_name <> '*'
    union all
    select '' as event_name

),

final as (

    select
        completed.family,
        completed.definition_name,
        completed.role,
        completed.rule_number,
        completed.line,
        completed.is_of_segment,
        event_names.event_name,
        coalesce(completed.event_name, '') as alternative,
        completed.property,
        completed.operator,
        completed.value,
        completed.condition_count,
        completed.span,
        completed.unit,
        completed.carried_property,
        completed.second_property,
        completed.third_property,
        completed.held_property,
        completed.property is null
        and completed.carried_property = ''
        and completed.held_property = ''
        and count(*) over (
            partition by
                completed.family,
                completed.definition_name,
                completed.role,
                completed.rule_number,
                event_names.event_name
        ) = 1 as is_decided_by_name
    from completed
    inner join event_names
        on
            completed.event_name = event_names.event_name
            or coalesce(completed.event_name, '*') = '*'

)

select * from final
