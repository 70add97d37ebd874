{#- One check of a definition seed, as a query: a row for each line of `rows` that meets
    `condition`. `rows` has the seed's columns as text and its `line`; `column` is where the
    mistake is, `problem` says what is wrong with its value and `mend` what to write, both
    plain text. It returns a query and not an expression, because a file of some ten checks
    that differ in these words alone is read as a list. -#}
{% macro definition_problem(rows, file, column, condition, problem, mend) -%}
    select
        'seeds/definitions/{{ file }}.csv' as file,
        {{ rows }}.line,
        '{{ column }}' as column_name,
        coalesce({{ rows }}.{{ column }}, '') as found,
        '{{ problem | replace("'", "''") }}' as problem,
        '{{ mend | replace("'", "''") }}' as mend
    from {{ rows }}
    where {{ condition }}
{%- endmacro %}
