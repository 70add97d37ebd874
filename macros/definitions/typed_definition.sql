{#- How a definition seed becomes a table: text in columns of the types that its YAML says, trimmed,
    words in lower case, names of events and properties in snake_case, blanks as their defaults or null, and `line`,
    the line of the file that a row begins at.

    typed_definition(seed, relation) is the statement that fills the table, none when the file has
    no rows. -#}
{% macro typed_definition(seed, relation) %}
    {%- set rows = ask_definitions(definition_question('rows', [seed])) -%}
    {%- set names = ['line'] + seed.columns | list -%}
    {%- if not rows -%}{{ return(none) }}{%- endif -%}
    {%- set statement -%}
    insert into {{ relation }}
    select /*+ coalesce(1) */
        {%- for name, type in definition__types(seed).items() %}
        {%- set kind = seed.columns[name].config.meta.get('type') if name in seed.columns %}
        cast({{ event_name_of(name) if kind == 'event_name'
            else property_name_of(name) if kind == 'property'
            else name }} as {{ type }}) as {{ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from (values
        {%- for row in rows %}
        (
            {%- for cell in row -%}
            {{ 'cast(null as ' ~ dbt.type_string() ~ ')' if cell is none
                else text_literal(cell | string) }}{{ ', ' if not loop.last }}
            {%- endfor -%}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as cells ({{ names | join(', ') }})
    {%- endset -%}
    {{ return(statement) }}
{% endmacro %}

{#- The engine's types of the table's columns, by name, in their order. -#}
{% macro definition__types(seed) %}
    {%- set engine_types = {
        'integer': 'bigint', 'number': 'double', 'boolean': 'boolean', 'date': 'date',
    } -%}
    {%- set types = {} -%}
    {%- for name, column in seed.columns.items() -%}
        {%- do types.update({
            name: engine_types.get(column.config.meta.get('type'), dbt.type_string())}) -%}
    {%- endfor -%}
    {%- do types.update({'line': 'bigint'}) -%}
    {{ return(types) }}
{% endmacro %}
