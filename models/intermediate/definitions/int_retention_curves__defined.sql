-- depends_on: {{ ref('int_definitions__problems') }}
-- the line above holds these rows back until the definitions are valid
with

source as (

    select
        {{ seed_text('retention_name') }} as retention_name,
        {{ event_name_of(seed_text('start_event')) }} as start_event,
        {{ event_name_of(seed_text('return_event')) }} as return_event,
        lower({{ seed_text('period') }}) as period,
        {{ whole_number(seed_text('period_count')) }} as period_count,
        lower({{ seed_text('cohort_rule') }}) as cohort_rule,
        lower({{ seed_text('clock') }}) as clock,
        lower({{ seed_text('match') }}) as match
    from {{ ref('retention_curves') }}

),

-- a definition may use any spelling that the aliases know for every source
aliases as (

    select
        spelled_name,
        event_name
    from {{ ref('int_event_aliases__defined') }}
    where source = '*'

),

final as (

    select
        source.retention_name,
        coalesce(starts.event_name, source.start_event) as start_event,
        coalesce(returns.event_name, source.return_event) as return_event,
        source.period,
        source.period_count,
        coalesce(source.cohort_rule, 'first_time') as cohort_rule,
        coalesce(source.clock, 'calendar') as clock,
        coalesce(source.match, 'on') as match
    from source
    left join aliases as starts on source.start_event = starts.spelled_name
    left join aliases as returns on source.return_event = returns.spelled_name

)

select * from final
