{#- A value of spark_json_members as JSON text: strings quoted; objects and arrays without white
    space; numbers as spark_json_plain has them. -#}
{% macro spark_json_text(value) -%}
    case
        when startswith({{ value }}, '\uFFFF')
            then {{ spark_json_quoted('substr(' ~ value ~ ', 2)') }}
        else {{ spark_json_unmarked(value) }}
    end
{%- endmacro %}
