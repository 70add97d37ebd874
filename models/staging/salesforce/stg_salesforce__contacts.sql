{{ config(materialized='staged', enabled='salesforce' in var('sources')) }}

with

objects as (

    {{ salesforce_rows('contacts') }} -- noqa: PRS,LT05

),

parsed as (

    select
        row_id,
        load_date,
        object_type,
        {{ json_fields('document', salesforce_fields({
            'account_id': 'text', 'master_record_id': 'text', 'user_id_c': 'text',
        })) }} as fields
    from objects

),

read_once as (

    select
        *,
        {{ salesforce_read() }}
    from parsed

),

said as (

    select
        row_id,
        {{ salesforce_said('Contact', '003') }},
        nullif({{ trimmed('fields.account_id') }}, '') as told_account_id,
        nullif({{ trimmed('fields.master_record_id') }}, '') as told_master_id,
        {{ clean_identifier('fields.user_id_c') }} as user_id
    from read_once

),

final as (

    select
        -- the record
        {{ salesforce_record('contact', [
            'told_account_id', 'told_master_id', 'user_id',
        ]) }},

        -- what it says
        ended_at,
        {{ salesforce_id('told_account_id') }} as crm_account_id,
        {{ salesforce_id('told_master_id') }} as master_id,
        user_id
    from said

)

select * from final
