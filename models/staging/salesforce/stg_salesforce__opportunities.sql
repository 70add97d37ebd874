{{ config(materialized='staged', enabled='salesforce' in var('sources')) }}

with

objects as (

    {{ salesforce_rows('opportunities') }} -- noqa: PRS,LT05

),

parsed as (

    select
        row_id,
        load_date,
        object_type,
        {{ json_fields('document', salesforce_fields({
            'account_id': 'text', 'amount': 'text', 'currency_iso_code': 'text',
            'stage_name': 'text', 'close_date': 'text', 'probability': 'text',
            'forecast_category_name': 'text', 'type': 'text', 'is_won': 'text',
            'is_closed': 'text',
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
        {{ salesforce_said('Opportunity', '006') }},
        case
            when fields.amount <> '' and {{ numeric_value('fields.amount') }} is null
                then 'not_number:amount'
        end as amount_problem,
        nullif({{ trimmed('fields.account_id') }}, '') as told_account_id,
        nullif({{ trimmed('fields.stage_name') }}, '') as stage,
        {{ decimal_value('fields.amount') }} as major_amount,
        lower(nullif({{ trimmed('fields.currency_iso_code') }}, '')) as currency,
        -- a day without a zone, behind which a loader may write midnight
        cast({{ parse_utc('left(fields.close_date, 10)') }} as date) as close_date,
        {{ numeric_value('fields.probability') }} as probability,
        nullif({{ trimmed('fields.forecast_category_name') }}, '') as forecast_category,
        nullif({{ trimmed('fields.type') }}, '') as opportunity_type,
        case when fields.is_won <> '' then {{ is_true('fields.is_won') }} end as is_won,
        case when fields.is_closed <> '' then {{ is_true('fields.is_closed') }} end
            as is_closed
    from read_once

),

judged as (

    select
        row_id,
        own_id,
        created_at,
        changed_at,
        ended_at,
        is_deleted,
        concat_ws('|', nullif(problem, ''), amount_problem) as problem,
        told_account_id,
        stage,
        major_amount,
        currency,
        close_date,
        probability,
        forecast_category,
        opportunity_type,
        is_won,
        is_closed
    from said

),

final as (

    select
        -- the record
        {{ salesforce_record('opportunity', [
            'told_account_id', 'stage', 'major_amount', 'currency', 'close_date',
            'probability', 'forecast_category', 'opportunity_type', 'is_won', 'is_closed',
        ]) }},

        -- what it says
        ended_at,
        {{ salesforce_id('told_account_id') }} as crm_account_id,
        stage,
        major_amount,
        currency,
        close_date,
        probability,
        forecast_category,
        opportunity_type,
        is_won,
        is_closed
    from judged

)

select * from final
