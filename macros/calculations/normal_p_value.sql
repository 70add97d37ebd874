{#- The chance that a standard normal variable lies as far from 0 as `z`, or further, on either side.
    Named several times: a column, or a word of fold. The series of the error function near 0, the
    continued fraction of its complement beyond, where a difference from 1 would lose the digits. -#}
{% macro normal_p_value(z) -%}
    case
        when abs({{ z }}) < 2.5
            then 1 - abs({{ z }}) * exp(-{{ z }} * {{ z }} / 2) * sqrt(2 / pi())
                * {{ fold(60, 1, 'normal_sum', 'normal_term',
                    '1 + normal_sum * ' ~ z ~ ' * ' ~ z ~ ' / (2 * normal_term + 3)') }}
        when {{ z }} is not null
            then exp(-{{ z }} * {{ z }} / 2) * sqrt(2 / pi())
                / {{ fold(150, 'abs(' ~ z ~ ')', 'normal_fraction', 'normal_level',
                    'abs(' ~ z ~ ') + (normal_level + 1) / normal_fraction') }}
    end
{%- endmacro %}
