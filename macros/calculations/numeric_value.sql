{#- The number that a text writes in decimal digits, as a double; null for any other text,
    also for words such as `nan` that an engine's own cast would take. -#}
{% macro numeric_value(text) -%}
    case
        when {{ regexp_contains(text, "'^[+-]?[0-9]+([.][0-9]*)?([eE][+-]?[0-9]+)?$'") }}
            then try_cast({{ text }} as double)
    end
{%- endmacro %}
