{#- A JSON value of json_fields that is an object, or a text that holds one, as warehouses keep them
    (also twice over, as a text within a text), as JSON text; null for anything else. -#}
{% macro json_unpacked(value) -%}
    {%- set text = json_scalar(value) -%}
    {%- set inner = json_scalar(text) -%}
    case
        when {{ json_kind(value) }} = 'object' then {{ text }}
        when coalesce({{ json_kind(value) }}, '') <> 'string' then null
        when not {{ is_json(text) }} then null
        when {{ json_kind(text) }} = 'object' then {{ text }}
        when coalesce({{ json_kind(text) }}, '') <> 'string' then null
        when not {{ is_json(inner) }} then null
        when {{ json_kind(inner) }} = 'object' then {{ inner }}
    end
{%- endmacro %}
