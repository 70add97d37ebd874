with

event_counts as (

    select
        event_name,
        accepted_count as event_count
    from {{ ref('event_catalogue') }}

),

kinds as (

    select
        event_name,
        property,
        kind,
        sum(event_count) as filled_count
    from {{ ref('int_property_kinds') }}
    group by
        event_name,
        property,
        kind

),

seen as (

    select
        event_name,
        property,
        -- a member that is null is there, but says nothing
        coalesce(
            sum(case when kind is not null then filled_count end), 0
        ) as filled_count,
        {{ list_text('kind', 'kind') }} as types_seen
    from kinds
    group by
        event_name,
        property

),

rules as (

    select
        event_name,
        property,
        property_type,
        is_required,
        pii_class
    from {{ ref('int_event_properties__defined') }}

),

pairs as (

    select
        event_name,
        property
    from seen
    union distinct
    select
        event_name,
        property
    from rules
    where event_name <> '*'

),

final as (

    select
        pairs.event_name,
        pairs.property,
        coalesce(rules.property, anyones.property) is not null as is_registered,
        coalesce(rules.property_type, anyones.property_type) as registered_type,
        coalesce(rules.is_required, anyones.is_required, false) as is_required,
        coalesce(rules.pii_class, anyones.pii_class, 'unclassed') as pii_class,
        cast(coalesce(seen.filled_count, 0) as bigint) as filled_count,
        cast(coalesce(event_counts.event_count, 0) as bigint) as event_count,
        cast(coalesce(seen.filled_count, 0) as double)
        / nullif(event_counts.event_count, 0) as fill_rate,
        seen.types_seen
    from pairs
    left join seen
        on
            pairs.event_name = seen.event_name
            and pairs.property = seen.property
    left join rules
        on
            pairs.event_name = rules.event_name
            and pairs.property = rules.property
    -- a rule for any event speaks where the event has none of its own
    left join rules as anyones
        on
            anyones.event_name = '*'
            and pairs.property = anyones.property
    left join event_counts on pairs.event_name = event_counts.event_name

)

select
    event_name,
    property,
    is_registered,
    registered_type,
    is_required,
    pii_class,
    filled_count,
    event_count,
    fill_rate,
    types_seen
from final
