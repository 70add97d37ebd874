{#- A JSON array (text) out of a JSON value of json_fields that is one, or the text of one, as tables
    without nested columns hold it; else null. -#}
{% macro ga4_array(value) -%}
    case
        when {{ json_kind(value) }} = 'array'
            then cast({{ value }} as {{ dbt.type_string() }})
        when
            {{ json_kind(value) }} = 'string'
            and left({{ json_scalar(value) }}, 1) = '['
            and {{ is_json(json_scalar(value)) }}
            then {{ json_scalar(value) }}
    end
{%- endmacro %}
