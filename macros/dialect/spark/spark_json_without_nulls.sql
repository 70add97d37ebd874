{#- A JSON text without the members that are null, at any depth of objects; objects in arrays keep
    theirs. Without white space before and after. -#}
{% macro spark_json_without_nulls(value) -%}
    case
        when left({{ value }}, 1) = '{' and instr({{ value }}, ':null') > 0
            then {{ _spark_nulls_removed(value) }}
        else {{ value }}
    end
{%- endmacro %}

{#- Token by token, with the depth of arrays kept; a member that goes leaves a mark, and the mark
    goes with the comma beside it. -#}
{% macro _spark_nulls_removed(value) -%}
    replace(replace(replace(replace(replace(
        aggregate(
            regexp_extract_all(
                replace(replace({{ value }}, '\\\\', chr(1)), '\\"', chr(2)),
                '"[^"]*+":null|"[^"]*+"|\\[|\\]|[^"\\[\\]]++', 0
            ),
            named_struct('written', '', 'depth', 0),
            (state, token) -> named_struct(
                'written', concat(
                    state.written,
                    case
                        when state.depth = 0 and token like '"%":null' then chr(3)
                        else token
                    end
                ),
                'depth',
                state.depth + case token when '[' then 1 when ']' then -1 else 0 end
            ),
            state -> state.written
        ),
        concat(chr(3), ','), ''
    ), concat(',', chr(3)), ''), chr(3), ''), chr(2), '\\"'), chr(1), '\\\\')
{%- endmacro %}
