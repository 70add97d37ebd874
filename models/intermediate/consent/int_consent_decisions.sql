{{ config(materialized='table', enabled='consent' in var('sources')) }}

with

accepted as (

    select
        versions.row_id,
        landed.arrival
    from {{ ref('int_record_versions') }} as versions
    inner join {{ ref('landing_records') }} as landed on versions.row_id = landed.row_id
    where
        versions.record_type in ('consent_preferences', 'consent_receipt')
        and versions.disposition = 'accepted'

),

settings as (

    select
        layout,
        is_full_set,
        coalesce(state_before, 'unknown') as state_before
    from {{ ref('consent_settings') }}

),

mapped as (

    select
        lower(raw_category) as raw_category,
        category
    from {{ ref('consent_categories') }}

),

logged as (

    select
        row_id,
        cast('snowplow' as {{ dbt.type_string() }}) as layout,
        identifier_type,
        identifier,
        changed_at as decided_at,
        received_at,
        legal_basis,
        decision,
        scopes as named_categories
    from {{ ref('stg_consent__snowplow') }}
    union all
    select
        row_id,
        cast('onetrust' as {{ dbt.type_string() }}) as layout,
        identifier_type,
        identifier,
        changed_at as decided_at,
        received_at,
        legal_basis,
        cast('receipt' as {{ dbt.type_string() }}) as decision,
        purposes as named_categories
    from {{ ref('stg_consent__onetrust') }}

),

decisions as (

    select
        logged.*,
        accepted.arrival,
        coalesce(settings.state_before, 'unknown') as state_before,
        -- what is not named; null where that is as it was
        case
            when logged.decision = 'allow_all' then 'granted'
            when logged.decision in ('deny_all', 'withdrawn') then 'refused'
            when logged.decision = 'expired' then 'unknown'
            when logged.decision <> 'pending' and settings.is_full_set then 'refused'
        end as other_state
    from logged
    inner join accepted on logged.row_id = accepted.row_id
    left join settings on logged.layout = settings.layout

),

elements as (

    select
        row_id,
        layout,
        {{ each_json_element('named_categories') }} as element
    from decisions
    where decision in ('allow_selected', 'implicit_consent', 'receipt')

),

parsed as (

    select
        row_id,
        layout,
        {{ json_scalar('element') }} as scope,
        {{ json_fields(
            "case when layout = 'onetrust' then element end",
            {'Id': 'text', 'TransactionType': 'text'}
        ) }} as fields
    from elements

),

statements as (

    select
        parsed.row_id,
        case
            when parsed.layout = 'onetrust' then parsed.fields.id
            else parsed.scope
        end as raw_category,
        case
            when parsed.layout <> 'onetrust' then 'granted'
            when upper(parsed.fields.transactiontype) in ('CONFIRMED', 'EXTEND')
                then 'granted'
            when upper(parsed.fields.transactiontype) = 'EXPIRED' then 'unknown'
            when upper(parsed.fields.transactiontype) not in ('PENDING', 'NO_CHOICE')
                then 'refused'
        end as state,
        case
            when parsed.layout = 'onetrust' then lower(parsed.fields.transactiontype)
        end as evidence
    from parsed

),

-- of several names of one category a refusal counts
named as (

    select
        statements.row_id,
        coalesce(mapped.category, lower(statements.raw_category)) as category,
        max(statements.state) as state,
        max(statements.evidence) as evidence
    from statements
    left join mapped on lower(statements.raw_category) = mapped.raw_category
    where statements.state is not null and statements.raw_category <> ''
    group by
        statements.row_id,
        coalesce(mapped.category, lower(statements.raw_category))

),

categories as (

    select category from mapped
    union distinct
    select category from named

),

asked as (

    select
        decisions.row_id,
        categories.category
    from decisions
    cross join categories
    where decisions.other_state is not null
    union distinct
    select
        row_id,
        category
    from named

),

final as (

    select
        decisions.row_id,
        decisions.layout,
        decisions.identifier_type,
        decisions.identifier,
        asked.category,
        decisions.decided_at,
        decisions.received_at,
        decisions.arrival,
        case
            when asked.category = 'necessary' then 'granted'
            else coalesce(named.state, decisions.other_state)
        end as state,
        case
            when asked.category = 'necessary' then 'necessary'
            else coalesce(named.evidence, decisions.decision)
        end as evidence,
        decisions.legal_basis,
        decisions.state_before
    from asked
    inner join decisions on asked.row_id = decisions.row_id
    left join named
        on asked.row_id = named.row_id and asked.category = named.category

)

select * from final
