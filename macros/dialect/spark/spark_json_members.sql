{#- The members of a JSON object (text) as a map of texts, in their order; of a name that comes
    twice the first counts when it is looked up. Null for null and for what is no object.

    Every string is marked by U+FFFF (no character, so no text has it) as its first letter,
    member names too: of two texts `1` one may have been a number, the other a string. Objects
    and arrays come as JSON text, their strings marked. A document that is such a text is read
    with `is_marked`. The values are for spark_json_text, spark_json_plain and spark_json_kind. -#}
{% macro spark_json_members(document, is_marked=false) -%}
    from_json(
        {%- if is_marked %}
        {{ document }},
        {%- else %}
        {#- between quotes there is no quote once escaped backslashes and quotes are put aside,
            and few documents have any; control characters are in no JSON -#}
        case
            when instr({{ document }}, '\\') = 0
                then regexp_replace({{ document }}, '"([^"]*+)"', '"\uFFFF$1"')
            else replace(replace(
                regexp_replace(
                    replace(replace({{ document }}, '\\\\', chr(1)), '\\"', chr(2)),
                    '"([^"]*+)"', '"\uFFFF$1"'
                ),
                chr(2), '\\"'
            ), chr(1), '\\\\')
        end,
        {%- endif %}
        'map<string, string>',
        {{ spark_json_options() }}
    )
{%- endmacro %}
