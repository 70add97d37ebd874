{#- True when a text is valid JSON (RFC 8259); false for null. -#}
{% macro is_json(text) -%}
    {{ adapter.dispatch('is_json')(text) }}
{%- endmacro %}

{% macro default__is_json(text) -%}
    {{ no_dialect('is_json') }}
{%- endmacro %}

{% macro duckdb__is_json(text) -%}
    {#- the engine also takes NaN, Infinity and a comma before a closing bracket. Few texts look
        like that; only those are looked at again without their strings -#}
    {%- set lenient -%} [:,\[]\s*-?(?i:nan|inf)|,\s*[\]}] {%- endset -%}
    case
        when not coalesce(json_valid({{ text }}), false) then false
        when regexp_matches({{ text }}, '{{ lenient }}')
            then not regexp_matches(
                regexp_replace({{ text }}, '"(?:[^"\\]|\\.)*"', '""', 'g'), '{{ lenient }}'
            )
        else true
    end
{%- endmacro %}
