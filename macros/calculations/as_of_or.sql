{#- The moment that completeness is judged at: var('as_of'), or, when that is blank, `latest`. A
    value that is no time fails the compile: taken for blank, it would be ignored unseen. -#}
{% macro as_of_or(latest) -%}
    {%- set text = (var('as_of') or '') | string | trim -%}
    {%- set shape = '\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?(Z|[+-]\\d{2}:\\d{2})?)?' -%}
    {%- if text and not modules.re.fullmatch(shape, text) -%}
        {{ exceptions.raise_compiler_error(
            "var('as_of') is '" ~ text ~ "'; write a time in ISO 8601 such as "
            ~ "2026-01-31T00:00:00Z, or leave it blank"
        ) }}
    {%- endif -%}
    {%- if text -%}
        {#- the shape may still name a day that no calendar has: Python says which part -#}
        {%- do modules.datetime.datetime.fromisoformat(text) -%}
    {%- endif -%}
    coalesce({{ parse_utc("'" ~ text ~ "'") }}, {{ latest }})
{%- endmacro %}
