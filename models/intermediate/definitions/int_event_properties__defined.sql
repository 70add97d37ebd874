-- depends_on: {{ ref('int_definitions__problems') }}
-- the line above holds these rows back until the definitions are valid
with

source as (

    select
        {{ event_name_of(seed_text('event_name')) }} as event_name,
        {{ seed_text('property') }} as property,
        lower({{ seed_text('type') }}) as property_type,
        lower({{ seed_text('is_required') }}) as is_required,
        {{ seed_text('allowed_values') }} as allowed_values,
        lower({{ seed_text('pii_class') }}) as pii_class
    from {{ ref('event_properties') }}

),

final as (

    select
        event_name,
        property,
        property_type,
        {{ is_true('is_required') }} as is_required,
        allowed_values,
        coalesce(pii_class, 'none') as pii_class
    from source

)

select * from final
