{#- A field of a tracker's event as text: in the order of tracker_spellings, the first that is neither
    null nor empty; at the top only texts and numbers count. `conditions` as in tracker_json, by
    path. -#}
{% macro tracker_text(field, conditions={}) -%}
    {%- set own, said = tracker_members('own'), tracker_members('said') -%}
    {%- set values = [] -%}
    {%- for path in tracker_spellings()[field] -%}
        {%- set names = path.split('.') -%}
        {%- if names[0] == 'properties' and names[1] in said -%}
            {%- set value = 'said.' ~ adapter.quote(names[1]) -%}
        {%- elif names[0] == 'properties' -%}
            {%- set value = json_member('properties', "'" ~ names[1] ~ "'") -%}
        {%- elif names[0] == 'context' -%}
            {%- set value = path -%}
        {%- elif names | length > 1 -%}
            {%- set value = 'nested.' ~ path -%}
        {%- elif names[0] not in own -%}
            {%- set value = tracker_text__flat('flat.' ~ path) -%}
        {%- endif -%}
        {%- if value and path in conditions -%}
            {%- set value = 'case when ' ~ conditions[path] ~ ' then ' ~ value ~ ' end' -%}
        {%- endif -%}
        {%- if value -%}{%- do values.append("nullif(" ~ value ~ ", '')") -%}{%- endif -%}
    {%- endfor -%}
    {{ values[0] if values | length == 1 else 'coalesce(' ~ values | join(',\n') ~ ')' }}
{%- endmacro %}

{% macro tracker_text__flat(value) -%}
    case when {{ json_kind(value) }} in ('string', 'number') then {{ json_scalar(value) }} end
{%- endmacro %}
