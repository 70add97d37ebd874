-- depends_on: {{ ref('int_definitions__problems') }}
-- the line above holds these rows back until the definitions are valid
with

source as (

    select
        {{ event_name_of(seed_text('event_name')) }} as event_name,
        {{ seed_text('category') }} as category,
        {{ seed_text('action') }} as action,
        {{ seed_text('description') }} as description,
        {{ seed_text('owner') }} as owner,
        lower({{ seed_text('status') }}) as status,
        lower({{ seed_text('is_required_known') }}) as is_required_known
    from {{ ref('event_taxonomy') }}

),

final as (

    select
        event_name,
        category,
        action,
        description,
        owner,
        coalesce(status, 'active') as status,
        {{ is_true('is_required_known') }} as is_required_known,
        -- a row that ends in * speaks of every name that begins like it
        case
            when right(event_name, 1) = '*' then left(event_name, length(event_name) - 1)
        end as name_prefix
    from source

)

select * from final
