{#- The check of definition_problem for a column that takes one of a few words; blank is
    fine, a default stands in. `choices` is a list; the list ['true', 'false'] also takes the
    other usual spellings of the two. -#}
{% macro definition_choice_problem(rows, file, column, choices) -%}
    {%- set accepted = choices -%}
    {%- if choices == ['true', 'false'] -%}
        {%- set accepted = choices + ['t', 'f', 'yes', 'no', '1', '0'] -%}
    {%- endif -%}
    {{ definition_problem(
        rows,
        file,
        column,
        column ~ ' not in (' ~ quoted_list(accepted) ~ ')',
        'is no ' ~ column if choices != ['true', 'false'] else 'is neither true nor false',
        'Write ' ~ choices[:-1] | join(', ') ~ ' or ' ~ choices[-1] ~ '.',
    ) }}
{%- endmacro %}
