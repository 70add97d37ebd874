{{ config(materialized='staged', enabled='stripe' in var('sources')) }}

with

objects as (

    {{ stripe_objects('subscription', 'subscriptions') }}

),

parsed as (

    select
        *,
        {{ json_fields('document', {
            'id': 'json', 'created': 'text', 'customer': 'json', 'status': 'text',
            'currency': 'text', 'livemode': 'text', 'metadata': {'account_id': 'text'},
            'start_date': 'text', 'trial_end': 'text', 'cancel_at': 'text',
            'cancel_at_period_end': 'text', 'canceled_at': 'text', 'ended_at': 'text',
            'current_period_end': 'text', 'items': {'data': 'json', 'has_more': 'text'},
            'discounts': 'json', 'discount': 'json',
        }) }} as fields
    from objects

),

final as (

    select
        -- the record
        row_id,
        cast('subscription' as {{ dbt.type_string() }}) as record_type,
        {{ json_scalar('fields.id') }} as record_id,
        delivery_id,
        {{ epoch_instant('fields.created', 1000000) }} as created_at,
        changed_at,
        -- changes of one second come in any order: the later stage of its life counts
        case fields.status
            when 'incomplete' then 1
            when 'trialing' then 2
            when 'active' then 3
            when 'past_due' then 4
            when 'unpaid' then 5
            when 'paused' then 6
            when 'incomplete_expired' then 7
            when 'canceled' then 8
            else 0
        end as change_rank,
        content_hash,
        nullif(concat_ws(
            '|',
            problem,
            {{ record_id_problem('fields.id') }},
            case when fields.customer is null then 'missing_customer' end,
            case when fields.status is null then 'missing_status' end
        ), '') as problems,
        false as is_deleted,

        -- what it says
        coalesce(fields.livemode = 'false', false) as is_test,
        {{ stripe_reference('fields.customer') }} as customer_id,
        {{ clean_identifier('fields.metadata.account_id') }} as account_id,
        fields.status,
        lower(fields.currency) as currency,
        {{ epoch_instant('fields.start_date', 1000000) }} as started_at,
        {{ epoch_instant('fields.trial_end', 1000000) }} as trial_ends_at,
        {{ epoch_instant('fields.cancel_at', 1000000) }} as cancels_at,
        coalesce(fields.cancel_at_period_end = 'true', false)
            as is_cancelled_at_period_end,
        {{ epoch_instant('fields.canceled_at', 1000000) }} as cancel_requested_at,
        {{ epoch_instant('fields.ended_at', 1000000) }} as ended_at,
        -- of the API before 2025-03-31; since then each item has its own
        {{ epoch_instant('fields.current_period_end', 1000000) }} as period_ends_at,
        {{ json_scalar('fields.items.data') }} as items,
        coalesce(fields.items.has_more = 'true', false) as has_more_items,
        {{ json_scalar('fields.discounts') }} as discounts,
        -- before there could be several
        {{ json_scalar('fields.discount') }} as discount
    from parsed

)

select * from final
