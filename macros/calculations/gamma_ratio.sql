{#- The gamma function of (df + 1) / 2 divided by that of df / 2. The series for large arguments holds
    to 12 digits from 16 on; from there it is one factor for each whole number down. -#}
{% macro gamma_ratio(df) -%}
    {%- set series -%}
    {{ fold(0, df ~ ' / 2 + 16', 'gamma_argument', 'gamma_once', 'sqrt(gamma_argument) * ('
        ~ '1 + (-1.25e-1 + (7.8125e-3 + (4.8828125e-3 + (-6.40869140625e-4 + ('
        ~ '-1.522064208984375e-3 + (2.071857452392578e-4 + 1.171976327896118e-3'
        ~ ' / gamma_argument) / gamma_argument) / gamma_argument) / gamma_argument)'
        ~ ' / gamma_argument) / gamma_argument) / gamma_argument)') }}
    {%- endset -%}
    {{ fold(15, series, 'gamma_quotient', 'gamma_place',
        'gamma_quotient * (' ~ df ~ ' + 2 * gamma_place) / (' ~ df ~ ' + 2 * gamma_place + 1)') }}
{%- endmacro %}
