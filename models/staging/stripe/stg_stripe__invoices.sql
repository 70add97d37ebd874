{{ config(materialized='staged', enabled='stripe' in var('sources')) }}

with

objects as (

    {{ stripe_objects('invoice', 'invoices') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'id': 'json', 'created': 'text', 'customer': 'json', 'status': 'text',
            'billing_reason': 'text', 'currency': 'text', 'livemode': 'text',
            'deleted': 'text', 'amount_due': 'text', 'amount_paid': 'text', 'subtotal': 'text',
            'total': 'text', 'period_start': 'text', 'period_end': 'text',
            'subscription': 'json',
            'parent': {'subscription_details': {'subscription': 'json'}},
            'status_transitions': {'finalized_at': 'text', 'paid_at': 'text', 'voided_at': 'text'},
        }) }} as fields
    from objects

),

final as (

    select
        -- the record
        row_id,
        cast('invoice' as {{ dbt.type_string() }}) as record_type,
        {{ json_scalar('fields.id') }} as record_id,
        delivery_id,
        {{ epoch_instant('fields.created', 1000000) }} as created_at,
        changed_at,
        case fields.status
            when 'draft' then 1
            when 'open' then 2
            when 'uncollectible' then 3
            when 'paid' then 4
            when 'void' then 5
            else 0
        end as change_rank,
        content_hash,
        nullif(concat_ws(
            '|',
            problem,
            {{ record_id_problem('fields.id') }},
            case when fields.customer is null then 'missing_customer' end,
            -- an amount in major units would be a hundred times too small
            {%- for name in ['subtotal', 'total', 'amount_due', 'amount_paid'] %}
            case
                when
                    fields.{{ name }} <> ''
                    and {{ whole_number('fields.' ~ name) }} is null
                    then 'not_whole:{{ name }}'
            end{{ ',' if not loop.last }}
            {%- endfor %}
        ), '') as problems,
        is_deletion or coalesce(fields.deleted = 'true', false) as is_deleted,

        -- what it says
        coalesce(fields.livemode = 'false', false) as is_test,
        {{ stripe_reference('fields.customer') }} as customer_id,
        -- moved below `parent` in the API of 2025-03-31; one history may have both
        coalesce(
            {{ stripe_reference('fields.parent.subscription_details.subscription') }},
            {{ stripe_reference('fields.subscription') }}
        ) as subscription_id,
        fields.status,
        fields.billing_reason,
        lower(fields.currency) as currency,
        {{ whole_number('fields.subtotal') }} as subtotal_amount,
        {{ whole_number('fields.total') }} as total_amount,
        {{ whole_number('fields.amount_due') }} as due_amount,
        {{ whole_number('fields.amount_paid') }} as paid_amount,
        {{ epoch_instant('fields.period_start', 1000000) }} as period_started_at,
        {{ epoch_instant('fields.period_end', 1000000) }} as period_ended_at,
        {{ epoch_instant('fields.status_transitions.finalized_at', 1000000) }}
            as finalized_at,
        {{ epoch_instant('fields.status_transitions.paid_at', 1000000) }} as paid_at,
        {{ epoch_instant('fields.status_transitions.voided_at', 1000000) }} as voided_at
    from parsed

)

select * from final
