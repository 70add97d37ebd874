{#- Rows of the names of events and properties that the definitions use, of columns with meta
    `warns`, as a query: seed, file, line, definition_name, column_name, kind (`event`,
    `property`), name, event_name (of a property: the event that its line is about, null for
    any), is_new (false for a line of the sample definitions as they came), is_known_by_taxonomy
    (a name of the taxonomy is known, though it never came). Read from the files, not from
    tables, so that a new seed needs no line here. -#}
{% macro definition_names() -%}
    {%- set rows = ask_definitions(definition_question('names')) if execute else [] -%}
    {%- set texts = ['seed', 'file', 'definition_name', 'column_name', 'kind', 'name', 'event_name'] -%}
    {#- a row that is none gives the columns their types, also where there is no other. Not a
        select for each row: an engine plans each of them -#}
    select
        {{ texts | join(', ') }},
        line,
        is_new,
        is_known_by_taxonomy
    from (values
        (
            {%- for text in texts %}
            cast(null as {{ dbt.type_string() }}),
            {%- endfor %}
            cast(null as bigint),
            false,
            false
        )
        {%- for row in rows if row is mapping %},
        (
            {%- for text in texts %}
            {{ 'null' if row[text] is none else text_literal(row[text]) }},
            {%- endfor %}
            {{ row.line }},
            {{ row.is_new | lower }},
            {{ row.is_known_by_taxonomy | lower }}
        )
        {%- endfor %}
    ) as asked ({{ texts | join(', ') }}, line, is_new, is_known_by_taxonomy)
    where seed is not null
{%- endmacro %}
