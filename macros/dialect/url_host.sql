{#- Host of an absolute URL in lower case, without user, port and trailing dot; null when the
    text has no `scheme://host`. -#}
{% macro url_host(url) -%}
    {{ adapter.dispatch('url_host')(url) }}
{%- endmacro %}

{% macro default__url_host(url) -%}
    {{ no_dialect('url_host') }}
{%- endmacro %}

{% macro duckdb__url_host(url) -%}
    nullif(rtrim(lower(regexp_extract(
        {{ url }}, '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)', 1
    )), '.'), '')
{%- endmacro %}

{% macro spark__url_host(url) -%}
    nullif(trim(trailing '.' from lower(regexp_extract(
        {{ url }}, '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)', 1
    ))), '')
{%- endmacro %}
