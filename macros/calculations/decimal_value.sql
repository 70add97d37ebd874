{#- The number that a text writes in decimal digits, as decimal(18, 6): what is added up exactly, in
    whatever order. Null for any other text, and from a million millions on. -#}
{% macro decimal_value(text) -%}
    case
        when {{ numeric_value(text) }} is not null
            then try_cast({{ text }} as decimal(18, 6))
    end
{%- endmacro %}
