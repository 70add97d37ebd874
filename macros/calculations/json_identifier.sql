{#- An identifier out of a JSON value: its text, or a whole number in one spelling, so that 42, 42.0
    and 4.2e1 are one. Null for null. -#}
{% macro json_identifier(value) -%}
    {%- set text = json_scalar(value) -%}
    case
        when {{ json_kind(value) }} = 'number' and {{ regexp_contains(
            text, "'^-?[0-9]{1,15}([.][0-9]{0,9})?([eE][+-]?[0-9]{1,2})?$'"
        ) }}
            then
                case
                    when
                        cast({{ text }} as double) = floor(cast({{ text }} as double))
                        and abs(cast({{ text }} as double)) < 1e15
                        then cast(
                            cast(cast({{ text }} as double) as bigint)
                            as {{ dbt.type_string() }}
                        )
                    else {{ text }}
                end
        else {{ text }}
    end
{%- endmacro %}
