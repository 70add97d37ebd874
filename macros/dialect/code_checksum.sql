{#- A text that changes with the code that models are made of besides their own SQL. -#}
{% macro code_checksum() %}
    {{ return(adapter.dispatch('code_checksum')()) }}
{% endmacro %}

{% macro default__code_checksum() %}
    {{ no_dialect('code_checksum') }}
{% endmacro %}

{% macro duckdb__code_checksum() %}
    {{ return(run_query('select code_checksum()').rows[0][0]) }}
{% endmacro %}

{#- the engine tells its own version: a cluster's need not be a Python package -#}
{% macro spark__code_checksum() %}
    {{ return(run_query("select transform('spark ' || version()) " ~ spark_program('code_checksum')
        ~ ' as (checksum string)').rows[0][0]) }}
{% endmacro %}
