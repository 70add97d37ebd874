{#- One row per element of a JSON array (text), as JSON text, in a select list; no row for an empty
    array, for null, and for what is no array. -#}
{% macro each_json_element(document) -%}
    {{ adapter.dispatch('each_json_element')(document) }}
{%- endmacro %}

{% macro default__each_json_element(document) -%}
    {{ no_dialect('each_json_element') }}
{%- endmacro %}

{% macro duckdb__each_json_element(document) -%}
    cast(unnest(
        case when json_type({{ document }}) = 'ARRAY' then json_extract({{ document }}, '$[*]') end
    ) as varchar)
{%- endmacro %}

{% macro spark__each_json_element(document) -%}
    explode(case
        when left(trim({{ document }}), 1) = '['
            then from_json({{ document }}, 'array<string>', {{ spark_json_options() }})
    end)
{%- endmacro %}
