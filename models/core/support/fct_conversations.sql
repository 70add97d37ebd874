{{ config(enabled='gong' in var('sources')) }}

select
    source,
    conversation_id,
    account_id,
    account_count,
    external_domain,
    started_at,
    duration_seconds,
    direction,
    scope,
    media,
    language,
    host_id,
    is_internal,
    is_private,
    is_customer_conversation,
    internal_participants,
    external_participants,
    unknown_participants,
    talk_ratio,
    topics,
    trackers
from {{ ref('int_conversations') }}
