{#- Rows of the names of events and properties that the definitions use, of columns with meta
    `warns`, as a query: seed, file, line, definition_name, column_name, kind (`event`,
    `property`), name, event_name (of a property: the event that its line is about, null for
    any), is_new (false for a line of the sample definitions as they came), is_known_by_taxonomy
    (a name of the taxonomy is known, though it never came). Read from the files, not from
    tables, so that a new seed needs no line here. -#}
{% macro definition_names() -%}
    {%- set rows = ask_definitions(definition_question('names')) if execute else [] -%}
    {%- set texts = ['seed', 'file', 'definition_name', 'column_name', 'kind', 'name', 'event_name'] -%}
    {%- for row in rows if row is mapping %}
    {{ 'union all' if not loop.first }}
    select
        {%- for text in texts %}
        {{ 'cast(null as ' ~ dbt.type_string() ~ ')' if row[text] is none
            else text_literal(row[text]) }} as {{ text }},
        {%- endfor %}
        cast({{ row.line }} as bigint) as line,
        {{ row.is_new | lower }} as is_new,
        {{ row.is_known_by_taxonomy | lower }} as is_known_by_taxonomy
    {%- else %}
    select
        {%- for text in texts %}
        cast(null as {{ dbt.type_string() }}) as {{ text }},
        {%- endfor %}
        cast(null as bigint) as line,
        false as is_new,
        false as is_known_by_taxonomy
    where 1 = 0
    {%- endfor %}
{%- endmacro %}
