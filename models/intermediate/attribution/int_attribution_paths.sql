with

definitions as (

    select
        attribution_name,
        lookback_microseconds,
        transforms,
        ignored_channels
    from {{ ref('int_attribution__defined') }}

),

conversions as (

    select
        attribution_name,
        conversion_id,
        person_id,
        occurred_at
    from {{ ref('int_attribution_conversions') }}

),

sessions as (

    select
        session_id,
        person_id,
        started_at,
        channel,
        utm_campaign as campaign
    from {{ ref('human_sessions') }}

),

-- people of no segment that is asked for could not have been converted
segments as (

    select
        definition_name as attribution_name,
        segment_name
    from {{ ref('int_definition_segments') }}
    where family = 'attribution' and asks_person

),

last_conversions as (

    select
        attribution_name,
        person_id,
        max(occurred_at) as converted_at
    from conversions
    group by
        attribution_name,
        person_id

),

-- a session may lead to several conversions; what led to none is the person's null path
paths as (

    select
        conversions.attribution_name,
        true as is_conversion,
        conversions.conversion_id as path_id,
        definitions.transforms,
        definitions.ignored_channels,
        sessions.session_id,
        sessions.started_at,
        sessions.channel,
        sessions.campaign
    from conversions
    inner join definitions
        on conversions.attribution_name = definitions.attribution_name
    inner join sessions
        on
            conversions.person_id = sessions.person_id
            and conversions.occurred_at >= sessions.started_at
    where
        sessions.started_at >= {{ add_microseconds(
            'conversions.occurred_at', '-definitions.lookback_microseconds'
        ) }}
    union all
    select
        definitions.attribution_name,
        false as is_conversion,
        sessions.person_id as path_id,
        definitions.transforms,
        definitions.ignored_channels,
        sessions.session_id,
        sessions.started_at,
        sessions.channel,
        sessions.campaign
    from sessions
    cross join definitions
    left join last_conversions
        on
            definitions.attribution_name = last_conversions.attribution_name
            and sessions.person_id = last_conversions.person_id
    left join segments
        on definitions.attribution_name = segments.attribution_name
    left join {{ ref('int_segment_persons') }} as members
        on
            segments.segment_name = members.segment_name
            and sessions.person_id = members.person_id
    where
        coalesce(sessions.started_at > last_conversions.converted_at, true)
        and (segments.segment_name is null or members.person_id is not null)

),

kept_0 as (

    select
        attribution_name,
        is_conversion,
        path_id,
        transforms,
        session_id,
        started_at,
        channel,
        campaign,
        case
            when instr(ignored_channels, '|' || channel || '|') > 0 then 0 else 1
        end as is_regarded
    from paths

),

-- transforms take their turns in the order in which the definition has them; there are
-- four that change anything
{%- for turn in [1, 2, 3, 4] %}
placed_{{ turn }} as (

    select
        *,
        split_part(transforms, '|', {{ turn + 1 }}) as transform,
        lag(channel) over so_far as channel_before,
        row_number() over (
            partition by attribution_name, is_conversion, path_id, channel
            order by started_at, session_id
        ) as channel_number,
        max(is_regarded) over (
            partition by attribution_name, is_conversion, path_id
        ) as has_regarded,
        max(is_regarded) over (
            partition by attribution_name, is_conversion, path_id
            order by started_at, session_id
            rows between current row and unbounded following
        ) as has_regarded_from_here
    from kept_{{ turn - 1 }}
    where transforms <> '|'
    window so_far as (
        partition by attribution_name, is_conversion, path_id
        order by started_at, session_id
    )

),

kept_{{ turn }} as (

    select
        attribution_name,
        is_conversion,
        path_id,
        transforms,
        session_id,
        started_at,
        channel,
        campaign,
        is_regarded
    from placed_{{ turn }}
    where
        case transform
            when 'exposure_path' then coalesce(channel <> channel_before, true)
            when 'first_path' then channel_number = 1
            when 'remove_if_not_all' then is_regarded = has_regarded
            when 'remove_if_last_and_not_all' then has_regarded_from_here = has_regarded
            else true
        end

),
{%- endfor %}

transformed as (

    select * from kept_0
    where transforms = '|'
    union all
    select * from kept_4

),

final as (

    select
        attribution_name,
        is_conversion,
        path_id,
        row_number() over (
            partition by attribution_name, is_conversion, path_id
            order by started_at, session_id
        ) as touch_number,
        session_id,
        started_at as touched_at,
        channel,
        campaign,
        is_regarded = 0 as is_ignored
    from transformed

)

select * from final
