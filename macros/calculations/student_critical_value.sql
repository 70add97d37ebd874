{#- How far from 0, on either side, a variable of Student's t distribution lies with the chance `alpha`;
    `df` as in student_p_value. Both are columns, and named several times.

    Newton's steps on the logarithms of chance and distance, which are nearly a line in the tails. -#}
{% macro student_critical_value(alpha, df) -%}
    {%- set density -%}
        2 * critical_t * {{ gamma_ratio(df) }} / sqrt({{ df }} * pi())
        * exp(-({{ df }} + 1) / 2 * ln(1 + critical_t * critical_t / {{ df }}))
    {%- endset -%}
    {%- set correction -%}
        critical_t * exp((ln(critical_chance) - ln({{ alpha }})) * critical_chance / ({{ density }}))
    {%- endset -%}
    {{ fold(15, 'sqrt(-2 * ln(' ~ alpha ~ '))', 'critical_t', 'critical_step',
        fold(0, student_p_value('critical_t', df), 'critical_chance', 'critical_once', correction)) }}
{%- endmacro %}
