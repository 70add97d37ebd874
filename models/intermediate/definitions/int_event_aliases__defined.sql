with

spelled as (

    select
        source,
        {{ snake_case('raw_name') }} as spelled_name,
        event_name
    from {{ ref('event_aliases') }}

),

final as (

    select
        source,
        spelled_name,
        -- spellings of one raw name have one target: a problem otherwise
        min(event_name) as event_name
    from spelled
    group by
        source,
        spelled_name

)

select * from final
