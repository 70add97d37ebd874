{#- `wrong_type:<field>` when a JSON value is there and of none of the allowed kinds; else null. -#}
{% macro wrong_type(field, value, allowed) -%}
    case
        when {{ json_kind(value) }} not in ('{{ allowed | join("', '") }}')
            then 'wrong_type:{{ field }}'
    end
{%- endmacro %}
