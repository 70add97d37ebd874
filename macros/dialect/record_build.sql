{#- Notes, in the transaction that changes a table, how it was built (runs.builds). For
    materializations, behind their last statement. Returns nothing. -#}
{% macro record_build() %}
    {{ return(adapter.dispatch('record_build')()) }}
{% endmacro %}

{% macro default__record_build() %}
    {{ no_dialect('record_build') }}
{% endmacro %}

{% macro duckdb__record_build() %}
    {% do run_query('insert into runs.builds select node, step, run, rebuilt, own, project,'
        ~ " lineage from runs.plan where node = '" ~ model.unique_id ~ "'") %}
    {{ return('') }}
{% endmacro %}

{#- Spark knows no transactions: the end of the run notes all that it built (record_run) -#}
{% macro spark__record_build() %}
    {{ return('') }}
{% endmacro %}
