{#- In place of dbt's own, for definitions: a table with the types that the YAML says. -#}
{% macro create_csv_table(model, agate_table) %}
    {%- if not is_definition(model) -%}
        {{ return(dbt.create_csv_table(model, agate_table)) }}
    {%- endif -%}
    {%- set columns = [] -%}
    {%- for name, type in definition__types(model).items() -%}
        {%- do columns.append(name ~ ' ' ~ type) -%}
    {%- endfor -%}
    {%- set statement = 'create table ' ~ this.render() ~ ' (' ~ columns | join(', ') ~ ')' -%}
    {% do run_query(statement) %}
    {{ return(statement) }}
{% endmacro %}
