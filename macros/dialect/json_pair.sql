{#- A member of a JSON object (text) as json_object_of takes it, its name and value as JSON text with
    a colon between; null when it is absent or JSON null. `key` as in json_member. -#}
{% macro json_pair(document, key) -%}
    {{ adapter.dispatch('json_pair')(document, key) }}
{%- endmacro %}

{% macro default__json_pair(document, key) -%}
    {{ no_dialect('json_pair') }}
{%- endmacro %}

{% macro duckdb__json_pair(document, key) -%}
    cast(to_json({{ key }}) as varchar) || ':' || nullif(cast(json_extract(
        {{ document }}, '/' || replace(replace({{ key }}, '~', '~0'), '/', '~1')
    ) as varchar), 'null')
{%- endmacro %}

{% macro spark__json_pair(document, key) -%}
    {{ spark_let(
        'held', spark_json_members(document) ~ "[concat('\\uFFFF', " ~ key ~ ")]",
        'concat(' ~ spark_json_quoted(key) ~ ", ':', " ~ spark_json_text('held') ~ ')'
    ) }}
{%- endmacro %}
