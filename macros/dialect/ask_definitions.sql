{#- The answer of plugins/definitions to a question, both as mappings and lists; see
    plugins/definitions/answer.py. It reads the seeds' files as they stand now. -#}
{% macro ask_definitions(question) %}
    {{ return(adapter.dispatch('ask_definitions')(question)) }}
{% endmacro %}

{% macro default__ask_definitions(question) %}
    {{ no_dialect('ask_definitions') }}
{% endmacro %}

{% macro duckdb__ask_definitions(question) %}
    {{ return(fromjson(run_query(
        'select definitions(' ~ text_literal(tojson(question)) ~ ')').rows[0][0], [])) }}
{% endmacro %}

{% macro spark__ask_definitions(question) %}
    {{ return(fromjson(run_query(
        "select decode(unhex(digits), 'UTF-8') from (select transform(digits) "
        ~ spark_program('definitions') ~ ' as (digits string) from (select hex('
        ~ text_literal(tojson(question)) ~ ') as digits))').rows[0][0], [])) }}
{% endmacro %}
