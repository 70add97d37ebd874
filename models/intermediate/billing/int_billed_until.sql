{{ config(enabled='stripe' in var('sources')) }}

-- A load tells what was at the start of its day; a record of the future ends no month.
with

final as (

    select
        greatest(
            max(cast(load_date as timestamp)),
            max(
                case
                    when valid_from < cast(load_date as timestamp) + interval 1 day
                        then valid_from
                end
            )
        ) as billed_until
    from {{ ref('int_record_versions') }}
    where source = 'stripe'

)

select * from final
