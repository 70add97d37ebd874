{#- The chance that a variable of Student's t distribution lies as far from 0 as `t`, or further, on
    either side; `df` are the degrees of freedom, any number from 1. Both are named several times:
    columns, or words of fold.

    The incomplete beta function by its continued fraction, from the side that converges; from 10,000
    degrees on the normal distribution of a corrected t (Hill 1970), which is as exact there. -#}
{% macro student_p_value(t, df) -%}
    {%- set share_of_t = '(' ~ t ~ ' * ' ~ t ~ ' / ' ~ df ~ ')' -%}
    {%- set squares = '(' ~ df ~ ' + ' ~ t ~ ' * ' ~ t ~ ')' -%}
    {%- set density -%}
        2 * exp(-{{ df }} / 2 * {{ log_of_one_and(share_of_t) }})
            * abs({{ t }}) / sqrt({{ squares }}) * {{ gamma_ratio(df) }} / sqrt(pi())
    {%- endset -%}
    {%- set root -%}
        sqrt(({{ df }} - 0.5) * {{ log_of_one_and(share_of_t) }})
    {%- endset -%}
    {%- set scale = '(48 * (' ~ df ~ ' - 0.5) * (' ~ df ~ ' - 0.5))' -%}
    {%- set corrected -%}
        hill_root + (power(hill_root, 3) + 3 * hill_root) / {{ scale }} - (
            4 * power(hill_root, 7) + 33 * power(hill_root, 5) + 240 * power(hill_root, 3)
            + 855 * hill_root
        ) / (10 * {{ scale }} * ({{ scale }} + 0.8 * power(hill_root, 4) + 100))
    {%- endset -%}
    case
        when {{ df }} > 10000
            then {{ fold(0, fold(0, root, 'hill_root', 'hill_once', corrected),
                'student_normal', 'student_once', normal_p_value('student_normal')) }}
        when {{ t }} * {{ t }} * ({{ df }} / 2 + 1) > 1.5 * {{ df }}
            then {{ density }} / {{ df }}
                / {{ _beta_fraction(df ~ ' / ' ~ squares, df ~ ' / 2', '0.5') }}
        else 1 - {{ density }}
            / {{ _beta_fraction(t ~ ' * ' ~ t ~ ' / ' ~ squares, '0.5', df ~ ' / 2') }}
    end
{%- endmacro %}

{#- The continued fraction by which the factor before it is divided, two steps at a time. -#}
{% macro _beta_fraction(x, a, b) -%}
    {%- set step -%}
        1 - ({{ a }} + beta_level) * ({{ a }} + {{ b }} + beta_level) * {{ x }}
        / ({{ a }} + 2 * beta_level) / ({{ a }} + 2 * beta_level + 1)
        / (
            1 + (beta_level + 1) * ({{ b }} - beta_level - 1) * {{ x }}
            / ({{ a }} + 2 * beta_level + 1) / ({{ a }} + 2 * beta_level + 2)
            / beta_fraction
        )
    {%- endset -%}
    {{ fold(200, 1, 'beta_fraction', 'beta_level', step) }}
{%- endmacro %}
