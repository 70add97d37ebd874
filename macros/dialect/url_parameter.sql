{#- Value of the first query parameter `name` (a literal without quotes) of a URL, percent
    codes and `+` decoded; null when it is absent or empty. -#}
{% macro url_parameter(url, name) -%}
    {{ adapter.dispatch('url_parameter')(url, name) }}
{%- endmacro %}

{% macro default__url_parameter(url, name) -%}
    {{ no_dialect('url_parameter') }}
{%- endmacro %}

{% macro duckdb__url_parameter(url, name) -%}
    case
        -- most URLs have none: the plain search spares them the regular expression
        when contains({{ url }}, '{{ name }}=') then nullif(url_decode(replace(regexp_extract(
            {{ url }}, '^[^?#]*[?](?:[^#]*?&)??{{ name }}=([^&#]*)', 1
        ), '+', ' ')), '')
    end
{%- endmacro %}
