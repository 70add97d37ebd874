{#- The statement that fills a seed's table with the rows of its file, in their order: one
    statement and one task, so that the table is one file and its rows can be counted.

    A blank cell is null. dbt reads a cell that is just the word `null` as blank, too; in the
    columns that the seed's meta names as `never_blank` such a cell is the word. -#}
{% macro insert_seed_rows(seed, relation, agate_table) %}
    {%- set types = seed['config'].get('column_types', {}) -%}
    {%- set never_blank = seed['config'].get('meta', {}).get('never_blank', []) -%}
    insert into {{ relation }}
    select /*+ coalesce(1) */ * from values
    {%- for row in agate_table.rows %}
        (
        {%- for column in agate_table.column_names -%}
            {%- set cell = row[column] -%}
            {%- if cell is none and column in never_blank -%}{%- set cell = 'null' -%}{%- endif -%}
            {%- set type = types.get(column, adapter.convert_type(agate_table, loop.index0)) -%}
            cast({{ 'null' if cell is none else "'" ~ cell | string | replace('\\', '\\\\')
                | replace("'", "\\'") ~ "'" }} as {{ type }})
            {%- if not loop.last %}, {% endif -%}
        {%- endfor -%}
        )
        {%- if not loop.last %},{% endif -%}
    {%- endfor %}
{% endmacro %}

{#- in place of dbt-spark's own, which in a session writes the four letters None into the cells
    that are blank -#}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set statement = insert_seed_rows(model, this.render(), agate_table) -%}
    {% do adapter.add_query(statement, abridge_sql_log=True) %}
    {{ return(statement) }}
{% endmacro %}
