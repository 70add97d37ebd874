{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
) }}
-- depends_on: {{ ref('int_events__displaced') }}

with

raw_rows as (

    select
        row_id,
        source,
        load_date
    from {{ ref('int_events__unioned') }}

),

rejected as (

    select
        row_id,
        reasons
    from {{ ref('int_events__rejected') }}

),

events as (

    select
        row_id,
        event_name
    from {{ ref('int_events__normalized') }}

),

duplicated as (

    select
        row_id,
        reason,
        is_kept
    from {{ ref('int_events__duplicated') }}

),

quarantined as (

    select
        raw_rows.row_id,
        raw_rows.source,
        raw_rows.load_date,
        events.event_name,
        'quarantined' as disposition,
        rejected.reasons as reason
    from rejected
    inner join raw_rows on rejected.row_id = raw_rows.row_id
    left join events on rejected.row_id = events.row_id

),

repeated as (

    select
        raw_rows.row_id,
        raw_rows.source,
        raw_rows.load_date,
        events.event_name,
        'duplicate' as disposition,
        duplicated.reason
    from duplicated
    inner join raw_rows on duplicated.row_id = raw_rows.row_id
    inner join events on duplicated.row_id = events.row_id

),

{% if is_incremental() %}
-- an event that an earlier run accepted and that now gave way
displaced as (

    select
        kept.row_id,
        kept.source,
        kept.load_date,
        kept.event_name,
        'duplicate' as disposition,
        duplicated.reason
    from duplicated
    inner join {{ ref('int_events__displaced') }} as kept
        on duplicated.row_id = kept.row_id
    where duplicated.is_kept

),
{% endif %}

final as (

    select * from quarantined
    union all
    select * from repeated
    {% if is_incremental() %}
    union all
    select * from displaced
    {% endif %}

)

select
    row_id,
    source,
    load_date,
    event_name,
    cast(disposition as {{ dbt.type_string() }}) as disposition,
    reason
from final
