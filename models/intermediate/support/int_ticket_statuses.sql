{{ config(materialized='table', enabled='zendesk' in var('sources')) }}

{%- set state = "concat_ws('|', status, coalesce(priority, ''), "
    ~ "coalesce(organization_id, ''))" %}

with

existing as (

    select
        versions.source,
        said.record_id as ticket_id,
        said.created_at
    from {{ ref('int_record_versions') }} as versions
    inner join {{ ref('stg_zendesk__tickets') }} as said
        on versions.row_id = said.row_id
    where versions.is_current

),

-- a blank says that there is none, null that nothing is said
said as (

    select
        ticket_id,
        field_name,
        happened_at as said_at,
        coalesce(value, '') as value,
        kind = 'delivery' as is_delivery,
        case
            when has_previous_value or kind = 'delivery' then coalesce(previous_value, '')
        end as earlier_value,
        audit_number,
        event_number
    from {{ ref('int_ticket_events') }}
    where kind in ('field', 'delivery')

),

numbered as (

    select
        *,
        row_number() over (
            partition by ticket_id, field_name
            order by said_at, is_delivery, audit_number, event_number, value
        ) as number_of_field,
        row_number() over (
            partition by ticket_id, field_name, said_at
            order by is_delivery desc, audit_number desc, event_number desc, value desc
        ) as number_from_last,
        min(said_at) over (partition by ticket_id) as first_said_at
    from said

),

-- what was first seen late held from the start, and what the first change replaced, too;
-- of a ticket that is first seen at its end, nobody knows how it was before
statements as (

    select
        ticket_id,
        field_name,
        said_at,
        value
    from numbered
    where number_from_last = 1
    union all
    select
        numbered.ticket_id,
        numbered.field_name,
        least(existing.created_at, numbered.first_said_at) as said_at,
        case
            when numbered.is_delivery then numbered.value
            else numbered.earlier_value
        end as value
    from numbered
    inner join existing on numbered.ticket_id = existing.ticket_id
    where
        numbered.number_of_field = 1
        and numbered.earlier_value is not null
        and not (
            numbered.is_delivery
            and numbered.field_name = 'status'
            and numbered.value in ('solved', 'closed', 'deleted')
        )
        and numbered.said_at > least(existing.created_at, numbered.first_said_at)

),

moments as (

    select
        ticket_id,
        said_at,
        max(case when field_name = 'status' then value end) as status,
        max(case when field_name = 'priority' then value end) as priority,
        max(case when field_name = 'organization_id' then value end) as organization_id
    from statements
    group by ticket_id, said_at

),

held as (

    select
        ticket_id,
        said_at,
        {{ last_known('status') }} over in_order as status,
        {{ last_known('priority') }} over in_order as priority,
        {{ last_known('organization_id') }} over in_order as organization_id
    from moments
    window in_order as (
        partition by ticket_id
        order by said_at
        rows between unbounded preceding and current row
    )

),

compared as (

    select
        *,
        {{ state }} as state,
        lag({{ state }}) over (partition by ticket_id order by said_at) as earlier_state
    from held
    where status <> ''

),

bounded as (

    select
        *,
        cast(row_number() over in_order as bigint) as interval_number,
        lead(said_at) over in_order as valid_to,
        lag(status) over in_order as earlier_status,
        nullif(lag(priority) over in_order, '') as earlier_priority
    from compared
    where earlier_state is null or state <> earlier_state
    window in_order as (partition by ticket_id order by said_at)

),

final as (

    select
        existing.source,
        bounded.ticket_id,
        bounded.interval_number,
        bounded.said_at as valid_from,
        bounded.valid_to,
        bounded.valid_to is null as is_current,
        bounded.status,
        nullif(bounded.priority, '') as priority,
        nullif(bounded.organization_id, '') as organization_id,
        organizations.account_id,
        bounded.status in ('new', 'open', 'pending', 'hold') as is_open,
        bounded.status in ('solved', 'closed') as is_resolved,
        bounded.status in ('solved', 'closed')
        and coalesce(bounded.earlier_status, '') not in ('solved', 'closed')
            as is_resolution,
        bounded.status in ('new', 'open', 'pending')
        and coalesce(bounded.earlier_status = 'solved', false) as is_reopening,
        -- later in the order of priorities
        coalesce(
            instr('low normal high urgent', bounded.earlier_priority) > 0
            and instr('low normal high urgent', bounded.priority)
            > instr('low normal high urgent', bounded.earlier_priority),
            false
        ) as is_escalation
    from bounded
    inner join existing on bounded.ticket_id = existing.ticket_id
    left join {{ ref('int_support_organizations') }} as organizations
        on bounded.organization_id = organizations.organization_id

)

select * from final
