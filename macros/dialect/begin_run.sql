{#- Notes, before anything is written, that a run is under way, and forgets what no run reads of
    earlier ones. Returns nothing. -#}
{% macro begin_run() %}
    {{ return(adapter.dispatch('begin_run')()) }}
{% endmacro %}

{% macro default__begin_run() %}
    {{ no_dialect('begin_run') }}
{% endmacro %}

{#- each model's rows and the note of its build are one transaction. The last note of each model and
    test counts, so the others go -#}
{% macro duckdb__begin_run() %}
    {%- for name, thing, order in [('builds', 'node', 'run'), ('tests', 'test', 'attempt')]
        if adapter.get_relation(target.database, 'runs', name) is not none -%}
        {% do run_query('delete from runs.' ~ name ~ ' where (' ~ thing ~ ', ' ~ order
            ~ ') not in (select ' ~ thing ~ ', max(' ~ order ~ ') from runs.' ~ name
            ~ ' group by ' ~ thing ~ ')') %}
    {%- endfor -%}
    {{ return('') }}
{% endmacro %}

{#- the table runs.unfinished has a row for each run that did not come to its end -#}
{% macro spark__begin_run() %}
    {% do run_query('create table if not exists runs.unfinished (command string) using parquet') %}
    {% do run_query("insert into runs.unfinished values ('" ~ flags.WHICH ~ "')") %}
    {{ return('') }}
{% endmacro %}
