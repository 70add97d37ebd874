{#- Value of the first parameter `name` (a literal of lower case letters) of a URL that has one, its
    own letters in any case, of the query before those of the fragment; percent codes and `+`
    decoded; as it stands when the codes are no UTF-8 (old sites write Latin-1); null when there is
    none. -#}
{% macro url_parameter(url, name) -%}
    {{ adapter.dispatch('url_parameter')(url, name) }}
{%- endmacro %}

{% macro default__url_parameter(url, name) -%}
    {{ no_dialect('url_parameter') }}
{%- endmacro %}

{#- `&amp;` is what a page's source has in place of `&`; a fragment may have a path of its own -#}
{% macro duckdb__url_parameter(url, name) -%}
    {%- set value -%}
        replace(regexp_extract(
            {{ url }}, '(?i)(?:^[^?#]*[?](?:[^#]*?&(?:amp;)?)??|#(?:.*?[?&](?:amp;)?)??)'
            || '{{ name }}=([^&#]+)', 1
        ), '+', ' ')
    {%- endset -%}
    case
        -- most URLs have none: the plain search spares them the regular expression
        when contains({{ url }}, '=') and contains(lower({{ url }}), '{{ name }}=')
            then nullif(coalesce(try(url_decode({{ value }})), {{ value }}), '')
    end
{%- endmacro %}

{% macro spark__url_parameter(url, name) -%}
    {%- set value -%}
        replace(regexp_extract(
            {{ url }}, '(?i)(?:^[^?#]*[?](?:[^#]*?&(?:amp;)?)??|#(?:.*?[?&](?:amp;)?)??)'
            || '{{ name }}=([^&#]+)', 1
        ), '+', ' ')
    {%- endset -%}
    {#- what is no percent code stands for itself; bytes that are no UTF-8 come as U+FFFD -#}
    {%- set decoded -%}
        try_url_decode(regexp_replace({{ value }}, '%(?![0-9A-Fa-f]{2})', '%25'))
    {%- endset -%}
    case
        -- most URLs have none: the plain search spares them the regular expression
        when instr({{ url }}, '=') > 0 and instr(lower({{ url }}), '{{ name }}=') > 0
            then nullif(
                case when instr({{ decoded }}, '\uFFFD') = 0 then {{ decoded }} else {{ value }} end,
                ''
            )
    end
{%- endmacro %}
