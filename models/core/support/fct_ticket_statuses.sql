{{ config(enabled='zendesk' in var('sources')) }}

select
    source,
    ticket_id,
    interval_number,
    valid_from,
    valid_to,
    is_current,
    status,
    priority,
    organization_id,
    account_id,
    is_open,
    is_resolved,
    is_resolution,
    is_reopening,
    is_escalation
from {{ ref('int_ticket_statuses') }}
