{#- The columns of a warehouse's row (segment_calls) that are the properties or traits of its call, as a JSON
    object (text): all but those that every table has, its context, and what loaders add.
    `others` are names of columns that only this source has for every table. -#}
{% macro segment_own_columns(others) -%}
    {%- set common = [
        'id', 'anonymous_id', 'user_id', 'event', 'event_text', 'timestamp', 'original_timestamp',
        'sent_at', 'received_at', 'uuid', 'uuid_ts', 'loaded_at',
    ] + others + loader_columns() -%}
    {%- set is_own -%}
        left(name, 8) <> 'context_'
        and name not in ({{ quoted_list(common) }})
        and not (name = 'record_id' and table_name = 'tracks')
        and not (name = 'group_id' and call_type = 'group')
    {%- endset -%}
    {{ segment_typed(json_filtered('document', is_own)) }}
{%- endmacro %}
