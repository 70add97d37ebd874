-- depends_on: {{ ref('int_definitions__problems') }}
-- the line above holds these rows back until the definitions are valid
with

source as (

    select
        {{ seed_text('retention_name') }} as retention_name,
        {{ seed_text('start_event') }} as start_event,
        {{ seed_text('return_event') }} as return_event,
        lower({{ seed_text('period') }}) as period,
        {{ whole_number(seed_text('period_count')) }} as period_count,
        lower({{ seed_text('cohort_rule') }}) as cohort_rule,
        lower({{ seed_text('clock') }}) as clock,
        lower({{ seed_text('match') }}) as match
    from {{ ref('retention_curves') }}

),

final as (

    select
        retention_name,
        start_event,
        return_event,
        period,
        period_count,
        coalesce(cohort_rule, 'first_time') as cohort_rule,
        coalesce(clock, 'calendar') as clock,
        coalesce(match, 'on') as match
    from source

)

select * from final
