{#- The calls of Segment's specification that a source delivers, as a query for the head of its staging
    model, which takes its columns from it: rows of a warehouse's tables, or the JSON of the API.
    `other_columns` are those that every table of this source's warehouse has and Segment's have not. -#}
{% macro segment_calls(source_name, other_columns=[]) -%}
    with

    readable as (

        {{ raw_events(source_name) }}

    ),

    -- Snowflake has names in capital letters; BigQuery a view of each table, without copies
    spelled as (

        select
            row_id,
            load_date,
            file,
            line_number,
            defect,
            raw,
            case
                when instr(document, '"RECEIVED_AT"') > 0
                    then {{ json_snake_cased('document') }}
                else document
            end as document,
            {{ replace_matches('lower(' ~ landing_table_of('file') ~ ')', "'_view$'", "''") }}
                as table_name
        from readable

    ),

    parsed as (

        select
            *,
            {{ json_fields('document', segment_members('call')) }} as fields
        from spelled

    ),

    shaped as (

        select
            *,
            -- members of the JSON are in camelCase; of the least, it has an object
            {{ segment_first([
                'messageid', 'anonymousid', 'userid', 'groupid', 'previousid',
                'originaltimestamp', 'sentat', 'receivedat',
            ]) }} is null
            and coalesce({{ json_kind('fields.context') }}, '') <> 'object'
            and (
                {{ segment_first([
                    'id', 'anonymous_id', 'user_id', 'event_text', 'received_at',
                ]) }} is not null
                or coalesce({{ json_kind('fields.properties') }}, '') <> 'object'
                and coalesce({{ json_kind('fields.traits') }}, '') <> 'object'
            ) as is_row,
            case
                when {{ json_kind('fields.context') }} = 'object'
                    then {{ json_fields('fields.context', segment_members('context')) }}
            end as context
        from parsed

    ),

    typed as (

        select
            *,
            case
                when not is_row then {{ json_scalar('fields.type') }}
                when {{ segment_first(['event_text', 'event']) }} is not null then 'track'
                when table_name in ('users', 'accounts', 'rudder_discards') then null
                {%- for table, type in {
                    'tracks': 'track', 'pages': 'page', 'screens': 'screen',
                    'identifies': 'identify', 'groups': 'group', 'aliases': 'alias',
                }.items() %}
                when table_name = '{{ table }}' then '{{ type }}'
                {%- endfor %}
                -- tables of all kinds in one folder
                when {{ segment_first(['column_name']) }} is not null then null
                when {{ segment_first(['previous_id']) }} is not null then 'alias'
                when {{ segment_first(['group_id']) }} is not null then 'group'
                when {{ segment_first(['url', 'path']) }} is not null then 'page'
            end as call_type
        from shaped

    ),

    said as (

        select
            *,
            case when is_row then {{ segment_own_columns(other_columns) }} end as own_columns,
            -- of cloud sources `record_id` is what the tables of their events have as `id`
            case
                when table_name = 'tracks'
                    then {{ segment_first(['messageid', 'record_id', 'id']) }}
                else {{ segment_first(['messageid', 'id']) }}
            end as message_id,
            {{ segment_first(['userid', 'user_id']) }} as user_id,
            {{ segment_first(['anonymousid', 'anonymous_id']) }} as anonymous_id,
            case
                when call_type = 'group' then {{ segment_first(['groupid', 'group_id']) }}
                else {{ segment_first(['groupid']) }}
            end as account_id,
            case
                when call_type = 'alias' then {{ segment_first(['previousid', 'previous_id']) }}
                else {{ segment_first(['previousid']) }}
            end as previous_id,
            {{ segment_first(['event_text', 'event']) }} as event_name,
            {{ segment_first(['timestamp', 'originaltimestamp', 'original_timestamp']) }}
                as told_at,
            {{ segment_first(['receivedat', 'received_at']) }} as told_received_at
        from typed

    ),

    described as (

        select
            *,
            case
                when is_row and call_type in ('identify', 'group', 'alias') then null
                when is_row then nullif(own_columns, '{}')
                else {{ segment_properties() }}
            end as properties,
            case
                when is_row and call_type in ('identify', 'group') then nullif(own_columns, '{}')
                when is_row then null
                when {{ json_kind('fields.traits') }} is not null
                    then cast(fields.traits as {{ dbt.type_string() }})
                when call_type = 'identify' then cast(context.traits as {{ dbt.type_string() }})
            end as traits
        from said

    )

    select {{ segment_columns('channel' in other_columns) }}
    from described
{%- endmacro %}
