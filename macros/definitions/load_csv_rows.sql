{#- In place of dbt's own, for definitions: rows as the validator has read them. -#}
{% macro load_csv_rows(model, agate_table) %}
    {%- if not is_definition(model) -%}
        {{ return(dbt.load_csv_rows(model, agate_table)) }}
    {%- endif -%}
    {%- set statement = typed_definition(model, this.render()) -%}
    {% do adapter.add_query(statement, abridge_sql_log=True) %}
    {{ return(statement) }}
{% endmacro %}
