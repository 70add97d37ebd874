{#- How far the values of a group lie from its mean at most: of a column and its `<column>_deviation`. Null
    where all are equal, since what they differ by then is what the digits of the mean lack. -#}
{% macro spread_of(measure) -%}
    case
        when max({{ measure }}) - min({{ measure }}) > 1e-12 * max(abs({{ measure }}))
            then max(abs({{ measure }}_deviation))
    end
{%- endmacro %}
