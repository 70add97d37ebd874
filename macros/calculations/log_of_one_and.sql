{#- The logarithm of 1 + `number` with all digits of a small number, which the sum alone would lose.
    Named several times: a column, or a word of fold. -#}
{% macro log_of_one_and(number) -%}
    case
        when 1 + {{ number }} = 1 then {{ number }}
        else ln(1 + {{ number }}) * {{ number }} / ((1 + {{ number }}) - 1)
    end
{%- endmacro %}
