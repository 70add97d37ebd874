with

final as (

    select
        event_name,
        property,
        type as property_type,
        is_required,
        allowed_values,
        pii_class
    from {{ ref('event_properties') }}

)

select * from final
