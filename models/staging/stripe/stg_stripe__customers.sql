{{ config(materialized='staged', enabled='stripe' in var('sources')) }}

with

objects as (

    {{ stripe_objects('customer', 'customers') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'id': 'json', 'created': 'text', 'currency': 'text', 'deleted': 'text',
            'livemode': 'text', 'metadata': {'account_id': 'text'},
        }) }} as fields
    from objects

),

final as (

    select
        -- the record
        row_id,
        cast('customer' as {{ dbt.type_string() }}) as record_type,
        {{ json_scalar('fields.id') }} as record_id,
        delivery_id,
        {{ epoch_instant('fields.created', 1000000) }} as created_at,
        changed_at,
        cast(0 as integer) as change_rank,
        content_hash,
        nullif(
            concat_ws('|', problem, {{ record_id_problem('fields.id') }}), ''
        ) as problems,
        is_deletion or coalesce(fields.deleted = 'true', false) as is_deleted,

        -- what it says
        coalesce(fields.livemode = 'false', false) as is_test,
        {{ clean_identifier('fields.metadata.account_id') }} as account_id,
        lower(fields.currency) as currency
    from parsed

)

select * from final
