{#- A text, known when the project compiles, as an SQL literal: quotes and backslashes are the
    engine's to escape. -#}
{% macro text_literal(text) -%}
    {{ adapter.dispatch('text_literal')(text) }}
{%- endmacro %}

{% macro default__text_literal(text) -%}
    {{ no_dialect('text_literal') }}
{%- endmacro %}

{% macro duckdb__text_literal(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}

{% macro spark__text_literal(text) -%}
    '{{ text | replace("\\", "\\\\") | replace("'", "''") }}'
{%- endmacro %}

{#- in place of dbt-spark's own, which leaves backslashes alone: the literals that dbt itself writes,
    of the rows of a unit test -#}
{% macro spark__escape_single_quotes(text) -%}
    {{ text | replace("\\", "\\\\") | replace("'", "\\'") }}
{%- endmacro %}
