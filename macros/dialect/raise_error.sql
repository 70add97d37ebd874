{#- Stops the query with a message (a text expression), when it is evaluated. Of no type of its
    own. -#}
{% macro raise_error(message) -%}
    {{ adapter.dispatch('raise_error')(message) }}
{%- endmacro %}

{% macro default__raise_error(message) -%}
    {{ no_dialect('raise_error') }}
{%- endmacro %}

{% macro duckdb__raise_error(message) -%}
    error({{ message }})
{%- endmacro %}

{% macro spark__raise_error(message) -%}
    raise_error({{ message }})
{%- endmacro %}
