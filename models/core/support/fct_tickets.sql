{{ config(enabled='zendesk' in var('sources')) }}

select
    source,
    ticket_id,
    account_id,
    organization_id,
    requester_id,
    user_id,
    status,
    priority,
    ticket_type,
    topic,
    channel,
    created_at,
    changed_at,
    is_deleted,
    is_merged,
    first_reply_at,
    first_reply_seconds,
    first_resolved_at,
    resolved_at,
    resolution_seconds,
    reopens,
    escalations,
    is_escalated,
    satisfaction_score,
    rated_at
from {{ ref('int_tickets') }}
