{#- The whole number that a text writes, as bigint; null for any other text, so that `1.5` is
    not rounded by one engine and cut by the other. -#}
{% macro whole_number(text) -%}
    case
        when {{ regexp_contains(text, "'^[+-]?[0-9]{1,18}$'") }}
            then try_cast({{ text }} as bigint)
    end
{%- endmacro %}
