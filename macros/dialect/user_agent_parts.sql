{#- Families by uap-core as a struct (browser, os, device), null where unknown; for distinct,
    non-null strings. -#}
{% macro user_agent_parts(user_agent) -%}
    {{ adapter.dispatch('user_agent_parts')(user_agent) }}
{%- endmacro %}

{% macro default__user_agent_parts(user_agent) -%}
    {{ no_dialect('user_agent_parts') }}
{%- endmacro %}

{% macro duckdb__user_agent_parts(user_agent) -%}
    user_agent_parts({{ user_agent }})
{%- endmacro %}
