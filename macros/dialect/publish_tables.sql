{#- Gives readers the tables as they are now. Returns a line that says so. -#}
{% macro publish_tables() %}
    {{ return(adapter.dispatch('publish_tables')()) }}
{% endmacro %}

{% macro default__publish_tables() %}
    {{ no_dialect('publish_tables') }}
{% endmacro %}

{#- by plugins/working_database.py, once for each state -#}
{% macro duckdb__publish_tables() %}
    {{ return(run_query("select publish_working_database('"
        ~ tojson(lasting_tables()) | replace("'", "''") ~ "')").rows[0][0]) }}
{% endmacro %}

{#- readers of a cluster see each table as soon as it is written -#}
{% macro spark__publish_tables() %}
    {{ return('All tables are up to date.') }}
{% endmacro %}
