{#- Value of the first query parameter `name` (a literal without quotes) of a URL, percent
    codes and `+` decoded; as it stands when the codes are no UTF-8 (old sites write Latin-1);
    null when it is absent or empty. -#}
{% macro url_parameter(url, name) -%}
    {{ adapter.dispatch('url_parameter')(url, name) }}
{%- endmacro %}

{% macro default__url_parameter(url, name) -%}
    {{ no_dialect('url_parameter') }}
{%- endmacro %}

{% macro duckdb__url_parameter(url, name) -%}
    {%- set value -%}
        replace(regexp_extract(
            {{ url }}, '^[^?#]*[?](?:[^#]*?&)??{{ name }}=([^&#]*)', 1
        ), '+', ' ')
    {%- endset -%}
    case
        -- most URLs have none: the plain search spares them the regular expression
        when contains({{ url }}, '{{ name }}=')
            then nullif(coalesce(try(url_decode({{ value }})), {{ value }}), '')
    end
{%- endmacro %}

{% macro spark__url_parameter(url, name) -%}
    {%- set value -%}
        replace(regexp_extract(
            {{ url }}, '^[^?#]*[?](?:[^#]*?&)??{{ name }}=([^&#]*)', 1
        ), '+', ' ')
    {%- endset -%}
    {#- what is no percent code stands for itself; bytes that are no UTF-8 come as U+FFFD -#}
    {%- set decoded -%}
        try_url_decode(regexp_replace({{ value }}, '%(?![0-9A-Fa-f]{2})', '%25'))
    {%- endset -%}
    case
        -- most URLs have none: the plain search spares them the regular expression
        when instr({{ url }}, '{{ name }}=') > 0
            then nullif(
                case when instr({{ decoded }}, '\uFFFD') = 0 then {{ decoded }} else {{ value }} end,
                ''
            )
    end
{%- endmacro %}
