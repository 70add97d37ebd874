{#- The chance that a chi-square variable of `df` degrees of freedom, a whole number from 1, is as large
    as `x`, or larger. Both are named several times: columns, or words of fold. The finite sums that
    whole degrees have. -#}
{% macro chi_square_p_value(x, df) -%}
    {%- set last = 'cast(floor(' ~ df ~ ' / 2.0) as bigint) - 2' -%}
    case
        when {{ df }} % 2 = 0
            then exp(-{{ x }} / 2)
                * {{ fold(last, 1, 'chi_sum', 'chi_term',
                    '1 + chi_sum * ' ~ x ~ ' / (2 * chi_term + 2)') }}
        when {{ df }} % 2 = 1 then
            {{ fold(0, 'sqrt(' ~ x ~ ')', 'chi_root', 'chi_once', normal_p_value('chi_root')) }}
            + case
                when {{ df }} > 1
                    then sqrt(2 * {{ x }} / pi()) * exp(-{{ x }} / 2)
                        * {{ fold(last, 1, 'chi_sum', 'chi_term',
                            '1 + chi_sum * ' ~ x ~ ' / (2 * chi_term + 3)') }}
                else 0
            end
    end
{%- endmacro %}
