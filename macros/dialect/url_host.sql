{#- Host of an absolute URL in lower case, without user, port and trailing dot, an IPv6 address in its
    brackets; null when the text has no `scheme://host`. -#}
{% macro url_host(url) -%}
    {{ adapter.dispatch('url_host')(url) }}
{%- endmacro %}

{% macro default__url_host(url) -%}
    {{ no_dialect('url_host') }}
{%- endmacro %}

{#- an expression that may take a user or not is read several times slower, and few hosts have one
    or end in a dot -#}
{% macro duckdb__url_host(url) -%}
    {%- set scheme = '^[A-Za-z][A-Za-z0-9+.-]*://' -%}
    {%- set host -%}
        lower(case
            when contains({{ url }}, '@') or contains({{ url }}, '[')
                then regexp_extract(
                    {{ url }}, '{{ scheme }}(?:[^/?#]*@)?(\[[0-9A-Fa-f:.]+\]|[^/?#:@]+)', 1
                )
            else regexp_extract({{ url }}, '{{ scheme }}([^/?#:]+)', 1)
        end)
    {%- endset -%}
    nullif(case when right({{ host }}, 1) = '.' then rtrim({{ host }}, '.') else {{ host }} end, '')
{%- endmacro %}

{% macro spark__url_host(url) -%}
    nullif(trim(trailing '.' from lower(regexp_extract(
        {{ url }},
        '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#]*@)?(\\[[0-9A-Fa-f:.]+\\]|[^/?#:@]+)', 1
    ))), '')
{%- endmacro %}
