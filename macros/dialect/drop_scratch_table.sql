{#- Drops a table of make_scratch_table, if there is one. Returns nothing. -#}
{% macro drop_scratch_table(name) %}
    {{ return(adapter.dispatch('drop_scratch_table')(name)) }}
{% endmacro %}

{% macro default__drop_scratch_table(name) %}
    {{ no_dialect('drop_scratch_table') }}
{% endmacro %}

{% macro duckdb__drop_scratch_table(name) %}
    {% do run_query('drop table if exists ' ~ scratch_table(name)) %}
    {{ return('') }}
{% endmacro %}

{% macro spark__drop_scratch_table(name) %}
    {% do run_query('drop table if exists ' ~ scratch_table(name)) %}
    {{ return('') }}
{% endmacro %}
