-- a view: it is read once
{{ config(materialized='view', meta={'holds': 'changes'}) }}

with

funnels as (

    select
        funnel_name,
        unit
    from {{ ref('int_funnels__defined') }}
    -- of a segment, int_funnel_events counts what int_event_matches kept
    where
        segment_name is null
        and (step_order = 'strict' or ends_at_foreign)

),

-- what comes before a unit's first match or behind its last is between none, and what has
-- no second step is next to nothing
units as (

    select
        funnels.unit,
        matches.unit_id,
        min(matches.occurred_at) as first_at,
        max(matches.occurred_at) as last_at
    from {{ ref('int_funnel_matches') }} as matches
    inner join funnels
        on matches.funnel_name = funnels.funnel_name
    group by
        funnels.unit,
        matches.unit_id
    having max(case when matches.is_exclusion then 1 else matches.rule_number end) > 1

),

-- a part for each kind of unit, so that each can be found by its own column. Whether an
-- event is a bot's is asked later: an engine that expects few rows of that question would
-- begin with all events and not with the units'. For the same reason accounts, which few
-- funnels count, are asked for twice
unit_events as (

    {% for unit in ['person', 'session', 'account'] %}
    select
        units.unit,
        units.unit_id,
        events.row_id,
        events.occurred_at,
        events.arrival,
        events.is_bot
    from {{ ref('int_events__described') }} as events
    inner join units
        on
            events.{{ unit }}_id = units.unit_id
            and events.occurred_at >= units.first_at
            and events.occurred_at <= units.last_at
    where
        units.unit = '{{ unit }}'
        {% if unit == 'account' -%}
        and events.account_id in (
            select accounts.unit_id
            from units as accounts
            where accounts.unit = 'account'
        )
        {%- endif %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- bots are counted by themselves: they take no place among the others
final as (

    select
        unit,
        unit_id,
        row_id,
        cast(
            row_number() over (
                partition by unit, unit_id, is_bot
                order by occurred_at, arrival
            ) as bigint
        ) as position
    from unit_events

)

select * from final
