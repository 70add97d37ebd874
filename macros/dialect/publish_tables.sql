{#- Gives readers the tables as they are now. Returns a line that says so. -#}
{% macro publish_tables() %}
    {{ return(adapter.dispatch('publish_tables')()) }}
{% endmacro %}

{% macro default__publish_tables() %}
    {{ no_dialect('publish_tables') }}
{% endmacro %}

{#- by plugins/working_database.py, once for each state: the runs that built the tables -#}
{% macro duckdb__publish_tables() %}
    {%- set state = run_query("select md5(string_agg(node || ' ' || run, ',' order by node, run))"
        ~ ' from (select node, max(run) as run from runs.builds group by node)').rows[0][0] -%}
    {{ return(run_query("select publish_working_database('" ~ state ~ "', '"
        ~ tojson(lasting_tables()) | replace("'", "''") ~ "')").rows[0][0]) }}
{% endmacro %}

{#- readers of a cluster see each table as soon as it is written -#}
{% macro spark__publish_tables() %}
    {{ return('All tables are up to date.') }}
{% endmacro %}
