{{ config(materialized='view', enabled='zendesk' in var('sources')) }}

{%- set escalating = "'\"" ~ var('escalation_tags', []) | join("\"', '\"") ~ "\"'" %}

with

versions as (

    select
        row_id,
        source
    from {{ ref('int_record_versions') }}
    where is_current

),

said as (

    select
        versions.source,
        told.*
    from versions
    inner join {{ ref('stg_zendesk__tickets') }} as told on versions.row_id = told.row_id

),

tags as (

    select
        record_id as ticket_id,
        {{ each_json_element('tags') }} as tag
    from said
    union all
    select
        ticket_tags.ticket_id,
        '"' || ticket_tags.tag || '"' as tag
    from versions
    inner join {{ ref('stg_zendesk__ticket_tag') }} as ticket_tags
        on versions.row_id = ticket_tags.row_id
    where not ticket_tags.is_deleted

),

tagged as (

    select
        ticket_id,
        max(case when tag = '"closed_by_merge"' then 1 end) as merged,
        max(case when tag in ({{ escalating }}) then 1 end) as escalated
    from tags
    group by ticket_id

),

losers as (

    select {{ each_json_element('merged_ticket_ids') }} as loser
    from said

),

merged as (

    select distinct trim(both '"' from loser) as ticket_id
    from losers

),

ratings as (

    select
        given.ticket_id,
        given.score,
        given.changed_at,
        row_number() over (
            partition by given.ticket_id
            order by given.changed_at desc, given.record_id desc
        ) as number
    from versions
    inner join {{ ref('stg_zendesk__satisfaction_ratings') }} as given
        on versions.row_id = given.row_id
    where not given.is_deleted and given.score in ('good', 'bad')

),

histories as (

    select distinct ticket_id
    from {{ ref('int_ticket_events') }}
    where kind = 'field' and field_name = 'status'

),

metrics as (

    select
        metrics.ticket_id,
        max(metrics.first_reply_seconds) as first_reply_seconds,
        max(case when told.ticket_id is null then metrics.solved_at end) as solved_at,
        max(case when told.ticket_id is null then metrics.reopens end) as reopens
    from versions
    inner join {{ ref('stg_zendesk__ticket_metrics') }} as metrics
        on versions.row_id = metrics.row_id
    left join histories as told on metrics.ticket_id = told.ticket_id
    group by metrics.ticket_id

),

requesters as (

    select
        users.record_id as requester_id,
        users.user_id
    from versions
    inner join {{ ref('stg_zendesk__users') }} as users
        on versions.row_id = users.row_id

),

lives as (

    select
        ticket_id,
        min(case when is_resolved then valid_from end) as first_resolved_at,
        max(case when is_resolution then valid_from end) as last_resolved_at,
        max(case when is_open then valid_from end) as last_opened_at,
        sum(case when is_reopening then 1 else 0 end) as reopens,
        sum(case when is_escalation then 1 else 0 end) as escalations,
        max(case when is_current then account_id end) as account_id
    from {{ ref('int_ticket_statuses') }}
    group by ticket_id

),

joined as (

    select
        said.*,
        lives.account_id,
        requesters.user_id,
        replies.first_reply_at,
        metrics.first_reply_seconds as counted_reply_seconds,
        least(lives.first_resolved_at, metrics.solved_at) as first_resolved_at,
        case
            when lives.last_opened_at > lives.last_resolved_at then null
            when lives.last_resolved_at is not null
                then coalesce(metrics.solved_at, lives.last_resolved_at)
        end as resolved_at,
        coalesce(metrics.reopens, lives.reopens) as reopens,
        lives.escalations,
        tagged.escalated,
        tagged.merged = 1 or merged.ticket_id is not null as is_merged,
        ratings.score,
        ratings.changed_at as rated_at
    from said
    left join lives on said.record_id = lives.ticket_id
    left join requesters on said.requester_id = requesters.requester_id
    left join {{ ref('int_ticket_replies') }} as replies
        on said.record_id = replies.ticket_id
    left join metrics on said.record_id = metrics.ticket_id
    left join tagged on said.record_id = tagged.ticket_id
    left join merged on said.record_id = merged.ticket_id
    left join ratings on said.record_id = ratings.ticket_id and ratings.number = 1

),

final as (

    select
        source,
        record_id as ticket_id,
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
        coalesce(is_merged, false) as is_merged,
        coalesce(first_reply_at, {{ add_microseconds(
            'created_at', 'cast(round(counted_reply_seconds * 1000000) as bigint)'
        ) }}) as first_reply_at,
        coalesce(
            {{ seconds_between('created_at', 'first_reply_at') }}, counted_reply_seconds
        ) as first_reply_seconds,
        first_resolved_at,
        resolved_at,
        case
            when resolved_at < created_at then 0
            else {{ seconds_between('created_at', 'resolved_at') }}
        end as resolution_seconds,
        cast(coalesce(reopens, 0) as bigint) as reopens,
        cast(coalesce(escalations, 0) as bigint) as escalations,
        coalesce(escalations > 0 or escalated = 1, false) as is_escalated,
        coalesce(
            score,
            case
                when satisfaction_score like 'good%' then 'good'
                when satisfaction_score like 'bad%' then 'bad'
            end
        ) as satisfaction_score,
        rated_at
    from joined

)

select * from final
