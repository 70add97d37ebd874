{#- The properties of a tracker's event as JSON text, null where there are none or `properties` is no
    object: its own members, and behind them the members at the top that no field is made of.
    Those are `unnamed`, an object of what tracker_spellings does not name, and what it names but
    is not of the type that its field has. -#}
{% macro tracker_properties(unnamed) -%}
    {%- set own = 'cast(fields.properties as ' ~ dbt.type_string() ~ ')' -%}
    case
        when {{ json_kind('fields.properties') }} <> 'object' then null
        when {{ unnamed }} is not null
            then {{ json_united(own, tracker_properties__unread(unnamed)) }}
        when fields.properties is not null then {{ own }}
    end
{%- endmacro %}

{% macro tracker_properties__unread(unnamed) -%}
    {%- set flat, nested, texts = tracker_members('flat'), tracker_members('nested'), [] -%}
    {%- for paths in tracker_spellings().values() if '.' in paths[0] -%}
        {%- do texts.extend(paths) -%}
    {%- endfor -%}
    '{' || concat_ws(
        ',',
        nullif(substr({{ unnamed }}, 2, length({{ unnamed }}) - 2), '')
        {%- for name in flat if name in texts or name in nested %}
        {%- set read = (['string', 'number'] if name in texts else [])
            + (['object'] if name in nested else []) -%}
        ,
        case
            when {{ json_kind('flat.' ~ name) }} not in ({{ quoted_list(read) }})
            {%- if name == 'device' %}
                or {{ json_kind('flat.device') }} = 'string'
                and not {{ is_device_type(json_scalar('flat.device')) }}
            {%- endif %}
                then '"{{ name }}":' || cast(flat.{{ name }} as {{ dbt.type_string() }})
        end
        {%- endfor %}
    ) || '}'
{%- endmacro %}
