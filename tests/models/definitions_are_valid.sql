-- Every problem of every definition in one message. The models that read the definitions
-- come after this test and do not run when it fails.
{% set problems = load_relation(ref('int_definitions__problems')) if execute else none %}
{% if problems is not none %}
    {% set query %}
        select file, line, column_name, found, problem, mend
        from {{ problems }}
        order by file, line, column_name, problem
    {% endset %}
    {% set messages = [] %}
    {% for row in run_query(query).rows %}
        {% do messages.append(
            row[0] ~ ' line ' ~ row[1] ~ ', ' ~ row[2] ~ ": '" ~ row[3] ~ "' " ~ row[4] ~ '. '
            ~ row[5]
        ) %}
    {% endfor %}
    {% if messages and flags.WHICH in ('build', 'test') %}
        {{ exceptions.raise_compiler_error(
            'The definitions cannot be used:\n' ~ messages | join('\n')
        ) }}
    {% endif %}
{% endif %}
select
    file,
    line,
    column_name,
    problem
from {{ ref('int_definitions__problems') }}
