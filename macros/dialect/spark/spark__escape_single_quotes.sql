{#- In place of dbt-spark's own, which leaves backslashes alone: the text of a fixture between single
    quotes. -#}
{% macro spark__escape_single_quotes(expression) -%}
    {{ expression | replace('\\', '\\\\') | replace("'", "\\'") }}
{%- endmacro %}
