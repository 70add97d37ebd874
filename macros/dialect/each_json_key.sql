{#- One row per member name of a JSON object (text), in a select list; no row for an object
    without members. -#}
{% macro each_json_key(document) -%}
    {{ adapter.dispatch('each_json_key')(document) }}
{%- endmacro %}

{% macro default__each_json_key(document) -%}
    {{ no_dialect('each_json_key') }}
{%- endmacro %}

{% macro duckdb__each_json_key(document) -%}
    unnest(json_keys({{ document }}))
{%- endmacro %}

{% macro spark__each_json_key(document) -%}
    explode(json_object_keys({{ document }}))
{%- endmacro %}
