{#- What a query calls a table of make_scratch_table. -#}
{% macro scratch_table(name) -%}
    {{ adapter.dispatch('scratch_table')(name) }}
{%- endmacro %}

{% macro default__scratch_table(name) -%}
    {{ no_dialect('scratch_table') }}
{%- endmacro %}

{% macro duckdb__scratch_table(name) -%}
    {{ name }}
{%- endmacro %}

{#- no table of Spark's lives as long as a connection -#}
{% macro spark__scratch_table(name) -%}
    runs.{{ name }}
{%- endmacro %}
