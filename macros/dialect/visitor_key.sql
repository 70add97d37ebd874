{#- The secret that hashes of visitors' addresses are made with, as a text that stands in no model, view
    or log: FOOTPATH_VISITOR_KEY of the environment, which has neither quotes nor backslashes. Without it
    DuckDB makes one up once and keeps it beside the working database; on Spark it is empty. -#}
{% macro visitor_key() -%}
    {{ adapter.dispatch('visitor_key')() }}
{%- endmacro %}

{% macro default__visitor_key() -%}
    {{ no_dialect('visitor_key') }}
{%- endmacro %}

{#- plugins/visitor_key.py -#}
{% macro duckdb__visitor_key() -%}
    visitor_key()
{%- endmacro %}

{#- put in by the engine when it reads the query, from what profiles.yml sets -#}
{% macro spark__visitor_key() -%}
    '${hiveconf:spark.footpath.visitor_key}'
{%- endmacro %}
