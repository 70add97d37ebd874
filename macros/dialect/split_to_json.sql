{#- A text split at every `|`, as a JSON array of strings (JSON text). -#}
{% macro split_to_json(text) -%}
    {{ adapter.dispatch('split_to_json')(text) }}
{%- endmacro %}

{% macro default__split_to_json(text) -%}
    {{ no_dialect('split_to_json') }}
{%- endmacro %}

{% macro duckdb__split_to_json(text) -%}
    cast(to_json(string_split({{ text }}, '|')) as varchar)
{%- endmacro %}

{% macro spark__split_to_json(text) -%}
    to_json(split({{ text }}, '[|]', -1))
{%- endmacro %}
