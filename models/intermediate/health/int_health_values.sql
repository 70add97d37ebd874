with

-- since when there is evidence of a kind at all: before, nothing is known of any account
known_from as (

    select
        'product' as evidence,
        min(event_date) as first_date
    from {{ ref('fct_active_days') }}
    {%- if 'zendesk' in var('sources') %}
    union all
    select
        'support' as evidence,
        min(cast({{ utc_to_local('valid_from') }} as date)) as first_date
    from {{ ref('fct_ticket_statuses') }}
    {%- endif %}
    {%- if 'gong' in var('sources') %}
    union all
    select
        'conversations' as evidence,
        min(cast({{ utc_to_local('started_at') }} as date)) as first_date
    from {{ ref('fct_conversations') }}
    {%- endif %}
    {%- if 'api_gateway' in var('sources') %}
    union all
    select
        'requests' as evidence,
        min(cast({{ utc_to_local('requested_at') }} as date)) as first_date
    from {{ ref('fct_api_requests') }}
    {%- endif %}

),

asked as (

    select
        weeks.account_id,
        weeks.week,
        measures.profile_name,
        measures.measure_name,
        measures.dimension,
        measures.kind,
        measures.shape,
        measures.window_days,
        measures.comparison,
        measures.zero_points_at,
        measures.full_points_at,
        measures.min_volume,
        measures.weight,
        coalesce(known_from.first_date < weeks.next_week, false) as has_evidence,
        case
            when measures.kind = 'share_of_members' then cast(terms.members as double)
            else terms.seats
        end as people,
        terms.members,
        coalesce(windows.amount, 0) as amount,
        coalesce(windows.base, 0) as base,
        coalesce(windows.items, 0) as items,
        windows.last_days_before,
        coalesce(windows.previous_amount, 0) as previous_amount,
        coalesce(windows.previous_base, 0) as previous_base,
        coalesce(windows.previous_items, 0) as previous_items,
        windows.previous_last_days_before
    from {{ ref('int_account_weeks') }} as weeks
    inner join {{ ref('int_health_measures__defined') }} as measures
        on weeks.profile_name = measures.profile_name
    left join known_from on measures.evidence = known_from.evidence
    left join {{ ref('int_account_terms') }} as terms
        on
            weeks.account_id = terms.account_id
            and weeks.week = terms.week
    left join {{ ref('int_health_windows') }} as windows
        on
            measures.measure_key = windows.measure_key
            and weeks.account_id = windows.account_id
            and weeks.week = windows.week

),

valued as (

    select
        *,
        case
            when not has_evidence then null
            when shape = 'count' then cast(amount as double)
            when shape = 'items' then cast(items as double)
            when shape = 'rate' then cast(amount as double) / nullif(base, 0)
            when shape = 'share_of_people' then items / nullif(people, 0)
            when shape = 'plan_limit_share' then members / nullif(people, 0)
            when shape = 'days_since' then cast(last_days_before - 1 as double)
        end as value,
        case
            when not has_evidence then null
            when shape = 'count' then cast(previous_amount as double)
            when shape = 'items' then cast(previous_items as double)
            when shape = 'rate'
                then cast(previous_amount as double) / nullif(previous_base, 0)
            when shape = 'share_of_people' then previous_items / nullif(people, 0)
            when shape = 'days_since'
                then cast(previous_last_days_before - window_days - 1 as double)
        end as previous_value,
        case
            when shape = 'rate' and comparison = 'trend' then least(base, previous_base)
            when shape = 'rate' then base
            when shape in ('share_of_people', 'plan_limit_share') then people
            when comparison = 'trend' then amount + previous_amount
            else amount
        end as volume
    from asked

),

compared as (

    select
        *,
        case
            when comparison = 'level' then value
            when shape in ('count', 'items') then (value + 1) / (previous_value + 1)
            else value - previous_value
        end as compared_value
    from valued

),

judged as (

    select
        *,
        case
            when compared_value is null then 'missing'
            when volume < min_volume then 'too_little'
            else 'scored'
        end as status,
        100 * least(greatest(
            (compared_value - zero_points_at) / (full_points_at - zero_points_at), 0
        ), 1) as reached_points
    from compared

),

weighed as (

    select
        *,
        case when status = 'scored' then reached_points end as points,
        case when status = 'scored' then cast(weight as double) end
        / cast(sum(case when status = 'scored' then weight end) over (
            partition by account_id, week
        ) as double) as weight_share
    from judged

),

final as (

    select
        account_id,
        week,
        profile_name,
        measure_name,
        dimension,
        kind,
        shape,
        window_days,
        comparison,
        value,
        previous_value,
        min_volume,
        cast(volume as double) as volume,
        status,
        weight,
        points,
        weight_share,
        weight_share * points as contribution
    from weighed

)

select * from final
