{#- A JSON object (text without white space) in which members that are texts, as all are in CSV, are a number,
    true or false where their text is what JSON would write for one (`5` and not `05`, of at most 15
    digits before the point). Null for null. -#}
{% macro json_typed(document) -%}
    {{ adapter.dispatch('json_typed')(document) }}
{%- endmacro %}

{% macro default__json_typed(document) -%}
    {{ no_dialect('json_typed') }}
{%- endmacro %}

{#- in a text of JSON, `":"` stands only between a name and what is a string -#}
{% macro duckdb__json_typed(document) -%}
    regexp_replace(
        {{ document }},
        '":"(-?(?:0|[1-9][0-9]{0,14})(?:[.][0-9]{1,15})?|true|false)"([,}])', '":\1\2', 'g'
    )
{%- endmacro %}

{% macro spark__json_typed(document) -%}
    regexp_replace(
        {{ document }},
        '":"(-?(?:0|[1-9][0-9]{0,14})(?:[.][0-9]{1,15})?|true|false)"([,}])', '":$1$2'
    )
{%- endmacro %}
