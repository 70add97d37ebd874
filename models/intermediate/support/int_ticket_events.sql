{{ config(materialized='table', enabled='zendesk' in var('sources')) }}

{%- set tracked = ['status', 'priority', 'organization_id'] %}

with

versions as (

    select row_id
    from {{ ref('int_record_versions') }}
    where is_current

),

deliveries as (

    select
        said.*,
        accepted.version_number
    from {{ ref('int_record_versions') }} as accepted
    inner join {{ ref('stg_zendesk__tickets') }} as said on accepted.row_id = said.row_id
    where accepted.disposition = 'accepted'

),

audits as (

    select
        said.ticket_id,
        said.changed_at,
        said.author_id,
        {{ whole_number('said.record_id') }} as audit_number,
        said.events
    from versions
    inner join {{ ref('stg_zendesk__ticket_audits') }} as said
        on versions.row_id = said.row_id

),

elements as (

    select
        ticket_id,
        changed_at,
        author_id,
        audit_number,
        {{ each_json_element('events') }} as element
    from audits

),

parsed as (

    select
        *,
        {{ json_fields('element', {
            'id': 'text', 'type': 'text', 'event_type': 'text', 'field_name': 'text',
            'value': 'text', 'previous_value': 'text', 'public': 'text',
            'comment_public': 'text', 'author_id': 'text', 'status': 'text',
            'priority': 'text', 'organization_id': 'text',
        }) }} as fields
    from elements

),

-- in the export a field is a member of its own, and `type` that of the ticket
typed as (

    select
        parsed.*,
        coalesce(parsed.fields.event_type, parsed.fields.type) as event_type
    from parsed

),

unioned as (

    {% for name in tracked %}
    select
        typed.ticket_id,
        typed.changed_at as happened_at,
        'field' as kind,
        '{{ name }}' as field_name,
        case
            when typed.fields.field_name is not null then typed.fields.value
            else typed.fields.{{ name }}
        end as value,
        typed.event_type = 'Change' as has_previous_value,
        typed.fields.previous_value,
        typed.author_id,
        cast(null as boolean) as is_public,
        typed.audit_number,
        {{ whole_number('typed.fields.id') }} as event_number
    from typed
    where
        typed.event_type in ('Create', 'Change')
        and (
            typed.fields.field_name = '{{ name }}'
            or typed.fields.{{ name }} is not null
        )
    union all
    select
        record_id as ticket_id,
        changed_at as happened_at,
        'delivery' as kind,
        '{{ name }}' as field_name,
        {{ name }} as value,
        false as has_previous_value,
        cast(null as {{ dbt.type_string() }}) as previous_value,
        cast(null as {{ dbt.type_string() }}) as author_id,
        cast(null as boolean) as is_public,
        version_number as audit_number,
        cast(null as bigint) as event_number
    from deliveries
    union all
    {% endfor %}
    select
        ticket_id,
        changed_at as happened_at,
        'comment' as kind,
        cast(null as {{ dbt.type_string() }}) as field_name,
        cast(null as {{ dbt.type_string() }}) as value,
        false as has_previous_value,
        cast(null as {{ dbt.type_string() }}) as previous_value,
        coalesce({{ clean_identifier('fields.author_id') }}, author_id) as author_id,
        {{ is_true('coalesce(fields.public, fields.comment_public)') }} as is_public,
        audit_number,
        {{ whole_number('fields.id') }} as event_number
    from typed
    where event_type = 'Comment'
    union all
    select
        said.ticket_id,
        said.created_at as happened_at,
        'comment' as kind,
        cast(null as {{ dbt.type_string() }}) as field_name,
        cast(null as {{ dbt.type_string() }}) as value,
        false as has_previous_value,
        cast(null as {{ dbt.type_string() }}) as previous_value,
        said.author_id,
        said.is_public,
        cast(null as bigint) as audit_number,
        {{ whole_number('said.record_id') }} as event_number
    from versions
    inner join {{ ref('stg_zendesk__ticket_comments') }} as said
        on versions.row_id = said.row_id
    where not said.is_deleted
    union all
    select
        said.ticket_id,
        said.changed_at as happened_at,
        'field' as kind,
        said.field_name,
        said.value,
        false as has_previous_value,
        cast(null as {{ dbt.type_string() }}) as previous_value,
        cast(null as {{ dbt.type_string() }}) as author_id,
        cast(null as boolean) as is_public,
        cast(null as bigint) as audit_number,
        cast(null as bigint) as event_number
    from versions
    inner join {{ ref('stg_zendesk__ticket_field_history') }} as said
        on versions.row_id = said.row_id
    where said.field_name in ({{ quoted_list(tracked) }})

),

final as (

    select distinct
        ticket_id,
        happened_at,
        kind,
        field_name,
        -- as the API writes it
        nullif(replace(lower(value), 'on-hold', 'hold'), '') as value,
        has_previous_value,
        nullif(replace(lower(previous_value), 'on-hold', 'hold'), '') as previous_value,
        author_id,
        is_public,
        coalesce(audit_number, 0) as audit_number,
        coalesce(event_number, 0) as event_number
    from unioned

)

select * from final
