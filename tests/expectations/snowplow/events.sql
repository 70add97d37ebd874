-- What the expectations on Snowplow rows look at, one row per raw row. `landed` has the
-- columns of plugins/landing.py; everything below is null unless the row could be read.
with

parsed as (

    select
        file,
        load_date,
        line_number,
        defect,
        try_cast(document as json) as document
    from landed

),

with_json_columns as (

    select
        file,
        load_date,
        line_number,
        defect,
        document,
        list_filter(
            json_keys(document),
            lambda key: regexp_full_match(key, 'contexts_[A-Za-z0-9_]+')
        ) as context_columns,
        list_filter(
            json_keys(document),
            lambda key: regexp_full_match(key, 'unstruct_event_[A-Za-z0-9_]+')
        ) as unstruct_columns
    from parsed

)

select
    file,
    load_date,
    line_number,
    coalesce(defect, json_type(document), 'not JSON') as reads_as,
    document ->> '$.event_id' as event_id,
    try_cast(document ->> '$.event_id' as uuid) as event_uuid,
    document ->> '$.event' as event,
    document ->> '$.event_name' as event_name,
    document ->> '$.app_id' as app_id,
    document ->> '$.platform' as platform,
    try_cast(document ->> '$.collector_tstamp' as timestamptz) as collector_at,
    cast(try_cast(document ->> '$.collector_tstamp' as timestamptz) as date) as collector_date,
    try_cast(document ->> '$.derived_tstamp' as timestamptz) as derived_at,
    coalesce(
        document ->> '$.domain_userid',
        document ->> '$.user_id',
        document ->> '$.network_userid'
    ) as identifier,
    -- the columns at fault by name, so that a report says where to look; null when none is
    nullif(array_to_string(list_filter(
        context_columns,
        lambda key: json_type(json_extract(document, '$.' || key)) not in ('ARRAY', 'NULL')
    ), ', '), '') as contexts_not_arrays,
    nullif(array_to_string(list_filter(
        unstruct_columns,
        lambda key: json_type(json_extract(document, '$.' || key)) not in ('OBJECT', 'NULL')
    ), ', '), '') as unstruct_not_objects
from with_json_columns
