{#- A text of the context of a call of Segment's specification, by its path in the JSON of the API
    (`page.url`); in a warehouse it is the column `context_page_url`. Null where it is empty. -#}
{% macro segment_context(path) -%}
    coalesce(
        nullif(context.{{ path | lower }}, ''),
        nullif(fields.{{ segment_context_column(path) }}, '')
    )
{%- endmacro %}
