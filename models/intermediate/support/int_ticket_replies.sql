{{ config(materialized='view', enabled='zendesk' in var('sources')) }}

with

comments as (

    select
        ticket_id,
        author_id,
        happened_at
    from {{ ref('int_ticket_events') }}
    where kind = 'comment' and is_public

),

tickets as (

    select
        said.record_id as ticket_id,
        said.created_at
    from {{ ref('int_record_versions') }} as versions
    inner join {{ ref('stg_zendesk__tickets') }} as said on versions.row_id = said.row_id
    where versions.is_current

),

roles as (

    select
        said.record_id as author_id,
        said.role,
        versions.version_number,
        versions.valid_from,
        versions.valid_to
    from {{ ref('int_record_versions') }} as versions
    inner join {{ ref('stg_zendesk__users') }} as said on versions.row_id = said.row_id
    where versions.disposition = 'accepted'

),

final as (

    select
        tickets.ticket_id,
        min(comments.happened_at) as first_reply_at
    from comments
    inner join tickets on comments.ticket_id = tickets.ticket_id
    inner join roles on comments.author_id = roles.author_id
    where
        comments.happened_at > tickets.created_at
        and roles.role in ('agent', 'admin')
        -- the role that they had then; before the first that is known, that one
        and (roles.version_number = 1 or comments.happened_at >= roles.valid_from)
        and (roles.valid_to is null or comments.happened_at < roles.valid_to)
    group by tickets.ticket_id

)

select * from final
