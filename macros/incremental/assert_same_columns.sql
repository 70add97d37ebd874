{#- Stops a run before it fills a kept table with rows of another shape. -#}
{% macro assert_same_columns(columns, new_columns) %}
    {%- if columns | sort != new_columns | sort -%}
        {{ exceptions.raise_compiler_error(this ~ ' has the columns ' ~ columns | join(', ')
            ~ '; its model now has ' ~ new_columns | join(', ')) }}
    {%- endif -%}
{% endmacro %}
