{{ config(materialized='staged', enabled='salesforce' in var('sources')) }}

with

objects as (

    {{ salesforce_rows('accounts') }} -- noqa: PRS,LT05

),

parsed as (

    select
        row_id,
        load_date,
        object_type,
        {{ json_fields('document', salesforce_fields({
            'parent_id': 'text', 'master_record_id': 'text', 'account_id_c': 'text',
            'name': 'text', 'type': 'text', 'industry': 'text',
            'number_of_employees': 'text', 'stripe_customer_id_c': 'text',
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
        {{ salesforce_said('Account', '001') }},
        nullif({{ trimmed('fields.parent_id') }}, '') as told_parent_id,
        nullif({{ trimmed('fields.master_record_id') }}, '') as told_master_id,
        {{ clean_identifier('fields.account_id_c') }} as account_id,
        nullif({{ trimmed('fields.name') }}, '') as name,
        nullif({{ trimmed('fields.type') }}, '') as account_type,
        nullif({{ trimmed('fields.industry') }}, '') as industry,
        {{ whole_number('fields.number_of_employees') }} as employee_count,
        {{ clean_identifier('fields.stripe_customer_id_c') }} as customer_id
    from read_once

),

final as (

    select
        -- the record
        {{ salesforce_record('account', [
            'told_parent_id', 'told_master_id', 'account_id', 'name', 'account_type',
            'industry', 'employee_count', 'customer_id',
        ]) }},

        -- what it says
        ended_at,
        {{ salesforce_id('told_parent_id') }} as parent_id,
        {{ salesforce_id('told_master_id') }} as master_id,
        account_id,
        name,
        account_type,
        industry,
        employee_count,
        customer_id
    from said

)

select * from final
