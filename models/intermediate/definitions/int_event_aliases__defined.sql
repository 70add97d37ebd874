-- depends_on: {{ ref('int_definitions__problems') }}
-- the line above holds these rows back until the definitions are valid
with

source as (

    select
        {{ seed_text('source') }} as source,
        {{ snake_case(seed_text('raw_name')) }} as spelled_name,
        {{ event_name_of(seed_text('event_name')) }} as event_name
    from {{ ref('event_aliases') }}

),

final as (

    select
        source,
        spelled_name,
        -- spellings of one raw name have one target: a problem otherwise
        min(event_name) as event_name
    from source
    group by
        source,
        spelled_name

)

select * from final
