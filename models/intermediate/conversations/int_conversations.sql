{{ config(materialized='view', enabled='gong' in var('sources')) }}

with

calls as (

    select
        versions.source,
        said.*
    from {{ ref('int_record_versions') }} as versions
    inner join {{ ref('stg_gong__calls') }} as said on versions.row_id = said.row_id
    where versions.is_current

),

parties as (

    select
        row_id,
        sum(case when side = 'internal' then 1 else 0 end) as internal_participants,
        sum(case when side = 'external' then 1 else 0 end) as external_participants,
        sum(case when side = 'unknown' then 1 else 0 end) as unknown_participants,
        count(distinct case when side = 'external' then mail_domain end) as domain_count,
        min(case when side = 'external' then mail_domain end) as mail_domain
    from {{ ref('int_conversation_parties') }}
    group by row_id

),

speakers as (

    select
        row_id,
        {{ each_json_element('speakers') }} as speaker
    from calls

),

talked as (

    select
        row_id,
        nullif({{ json_inner('speaker', 'userId') }}, '') is not null as is_ours,
        {{ numeric_value(json_inner('speaker', 'talkTime')) }} as seconds
    from speakers

),

talks as (

    select
        row_id,
        {{ total_seconds('case when is_ours then seconds else 0 end') }} as our_seconds,
        {{ total_seconds('seconds') }} as all_seconds
    from talked
    group by row_id

),

elements as (

    select
        row_id,
        'topic' as kind,
        {{ each_json_element('topics') }} as element
    from calls
    union all
    select
        row_id,
        'tracker' as kind,
        {{ each_json_element('trackers') }} as element
    from calls

),

-- a tracker that was not heard is listed with a count of 0
named as (

    select distinct
        row_id,
        kind,
        {{ json_inner('element', 'name') }} as name
    from elements
    where
        coalesce({{ json_inner('element', 'count') }}, '1') <> '0'
        and coalesce({{ json_inner('element', 'duration') }}, '1') <> '0'

),

subjects as (

    select
        row_id,
        {{ list_text("case when kind = 'topic' then name end", 'name') }} as topics,
        {{ list_text("case when kind = 'tracker' then name end", 'name') }} as trackers
    from named
    group by row_id

),

final as (

    select
        calls.source,
        calls.record_id as conversation_id,
        accounts.account_id,
        coalesce(accounts.account_count, 0) as account_count,
        case
            when accounts.account_count is null and parties.domain_count = 1
                then parties.mail_domain
        end as external_domain,
        calls.started_at,
        calls.duration_seconds,
        calls.direction,
        calls.scope,
        calls.media,
        calls.language,
        calls.host_id,
        coalesce(calls.scope = 'internal', false) as is_internal,
        calls.is_private,
        coalesce(calls.scope, '') <> 'internal'
        and coalesce(calls.duration_seconds > 0, false) as is_customer_conversation,
        cast(coalesce(parties.internal_participants, 0) as bigint)
            as internal_participants,
        cast(coalesce(parties.external_participants, 0) as bigint)
            as external_participants,
        cast(coalesce(parties.unknown_participants, 0) as bigint)
            as unknown_participants,
        case
            when talks.all_seconds > 0
                then talks.our_seconds / talks.all_seconds
        end as talk_ratio,
        subjects.topics,
        subjects.trackers
    from calls
    left join {{ ref('int_conversation_accounts') }} as accounts
        on calls.row_id = accounts.row_id
    left join parties on calls.row_id = parties.row_id
    left join talks on calls.row_id = talks.row_id
    left join subjects on calls.row_id = subjects.row_id
    -- what was only planned did not happen
    where calls.started_at is not null

)

select * from final
