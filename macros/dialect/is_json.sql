{#- True when a text is valid JSON (RFC 8259); false for null. -#}
{% macro is_json(text) -%}
    {{ adapter.dispatch('is_json')(text) }}
{%- endmacro %}

{% macro default__is_json(text) -%}
    {{ no_dialect('is_json') }}
{%- endmacro %}

{% macro duckdb__is_json(text) -%}
    {#- the engine also takes NaN, Infinity and a comma before a closing bracket. Few texts look
        like that; only those are looked at again without their strings. Three expressions, each
        with one first letter, are searched three times faster than the one that says the same -#}
    {%- set lenient -%} [:,\[]\s*-?(?i:nan|inf)|,\s*[\]}] {%- endset -%}
    case
        when not coalesce(json_valid({{ text }}), false) then false
        when
            regexp_matches({{ text }}, ',\s*(?:[\]}]|-?(?i:nan|inf))')
            or regexp_matches({{ text }}, ':\s*-?(?i:nan|inf)')
            or regexp_matches({{ text }}, '\[\s*-?(?i:nan|inf)')
            then not regexp_matches(
                regexp_replace({{ text }}, '"(?:[^"\\]|\\.)*"', '""', 'g'), '{{ lenient }}'
            )
        else true
    end
{%- endmacro %}

{% macro spark__is_json(text) -%}
    {#- The engine stops reading at the end of the first value; so that what follows it counts,
        the text is read as the first of two in an array. The second is U+FFFF, which is no
        character and stands in no text. It takes lone halves of surrogate pairs, which are no
        Unicode; few texts have such escapes at all. -#}
    coalesce(
        get(from_json(
            concat('[', {{ text }}, ',"\uFFFF"]'),
            'array<string>',
            {{ spark_json_options() }}
        ), 1) = '\uFFFF'
        and not (
            {{ text }} rlike '\\\\u[dD][89a-fA-F]'
            and regexp_replace(
                replace({{ text }}, '\\\\', ''),
                '\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F]', ''
            ) rlike '\\\\u[dD][89a-fA-F]'
        ),
        false
    )
{%- endmacro %}
