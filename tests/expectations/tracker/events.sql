-- What the expectations on tracker rows look at, one row per raw row. `landed` has the
-- columns of plugins/landing.py; everything below is null unless the row is a JSON object.
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

named as (

    select
        file,
        load_date,
        line_number,
        coalesce(defect, json_type(document), 'not JSON') as reads_as,
        document ->> '$.type' as type,
        -- page, screen, identify, group and alias need no name
        coalesce(
            document ->> '$.event',
            document ->> '$.event_name',
            nullif(document ->> '$.type', 'track')
        ) as event_name,
        document ->> '$.message_id' as message_id,
        document ->> '$.timestamp' as occurred_text,
        try_cast(document ->> '$.timestamp' as timestamptz) as occurred_at,
        try_cast(document ->> '$.received_at' as timestamptz) as received_at,
        coalesce(
            document ->> '$.user_id',
            document ->> '$.anonymous_id',
            document ->> '$.device_id'
        ) as identifier,
        nullif(json_type(document -> '$.properties'), 'NULL') as properties_kind,
        nullif(json_type(document -> '$.traits'), 'NULL') as traits_kind,
        nullif(json_type(document -> '$.context'), 'NULL') as context_kind,
        nullif(json_type(document -> '$.consent'), 'NULL') as consent_kind
    from parsed

)

select
    file,
    load_date,
    line_number,
    reads_as,
    type,
    event_name,
    message_id,
    occurred_text,
    occurred_at,
    cast(received_at as date) as received_date,
    identifier,
    properties_kind,
    traits_kind,
    context_kind,
    consent_kind
from named
