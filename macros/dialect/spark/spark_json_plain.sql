{#- A value of spark_json_members as plain text: strings unquoted, all else as JSON text. -#}
{% macro spark_json_plain(value) -%}
    case
        when startswith({{ value }}, '\uFFFF') then substr({{ value }}, 2)
        else {{ spark_json_unmarked(value) }}
    end
{%- endmacro %}
