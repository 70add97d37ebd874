{#- A text that is the same for JSON objects (text) whose members have the same names, in the same
    order, and the same kinds; null for null. Few shapes stand for many documents. -#}
{% macro json_shape(document) -%}
    {{ adapter.dispatch('json_shape')(document) }}
{%- endmacro %}

{% macro default__json_shape(document) -%}
    {{ no_dialect('json_shape') }}
{%- endmacro %}

{% macro duckdb__json_shape(document) -%}
    -- names with commas or quotes come quoted in the text of a list. Not json_structure: it
    -- reads all that is nested, too, for half as much again, and stops at what is nested deep
    cast(json_keys({{ document }}) as varchar)
    || cast(json_type({{ document }}, '$.*') as varchar)
{%- endmacro %}

{% macro spark__json_shape(document) -%}
    array_join(
        transform(
            map_entries({{ spark_json_members(document) }}),
            entry -> concat(
                {{ spark_json_quoted('entry.key') }},
                coalesce({{ spark_json_kind('entry.value') }}, 'null')
            )
        ),
        ''
    )
{%- endmacro %}
