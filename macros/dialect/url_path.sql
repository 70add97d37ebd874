{#- Path of a URL, absolute or relative, without query, at least `/`, and a fragment that is a route
    (`#/a`, `#!/a`) behind it; null for null and for text without a path or host (such as
    `about:blank`). -#}
{% macro url_path(url) -%}
    {{ adapter.dispatch('url_path')(url) }}
{%- endmacro %}

{% macro default__url_path(url) -%}
    {{ no_dialect('url_path') }}
{%- endmacro %}

{% macro duckdb__url_path(url) -%}
    {#- most URLs have a path: to look for it tells at once that there is a host -#}
    {%- set path -%}
        regexp_extract({{ url }}, '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*(/[^?#]*)', 1)
    {%- endset -%}
    case
        when {{ path }} <> '' then {{ path }}
        when regexp_matches({{ url }}, '^[A-Za-z][A-Za-z0-9+.-]*://') then '/'
        when left({{ url }}, 1) = '/' then regexp_extract({{ url }}, '^[^?#]*')
    end || case
        when contains({{ url }}, '#') then regexp_extract({{ url }}, '^[^#]*(#!?/[^?#]*)', 1)
        else ''
    end
{%- endmacro %}

{% macro spark__url_path(url) -%}
    case
        when {{ url }} rlike '^[A-Za-z][A-Za-z0-9+.-]*://' then
            coalesce(nullif(regexp_extract(
                {{ url }}, '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*([^?#]*)', 1
            ), ''), '/')
        when left({{ url }}, 1) = '/' then regexp_extract({{ url }}, '^[^?#]*', 0)
    end || regexp_extract({{ url }}, '^[^#]*(#!?/[^?#]*)', 1)
{%- endmacro %}
