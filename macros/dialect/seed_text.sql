{#- A cell of a seed, trimmed; blank cells are null, however the engine loaded them. -#}
{% macro seed_text(column) -%}
    {{ adapter.dispatch('seed_text')(column) }}
{%- endmacro %}

{% macro default__seed_text(column) -%}
    {{ no_dialect('seed_text') }}
{%- endmacro %}

{% macro duckdb__seed_text(column) -%}
    nullif(trim({{ column }}), '')
{%- endmacro %}

{#- blanks of any script, as spreadsheets leave them -#}
{% macro spark__seed_text(column) -%}
    nullif(regexp_replace({{ column }}, '^\\p{Zs}+|\\p{Zs}+$', ''), '')
{%- endmacro %}
