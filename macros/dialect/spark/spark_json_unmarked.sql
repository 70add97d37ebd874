{#- What spark_json_members gives for a number, a boolean, an object or an array, as JSON text.

    Spark writes large and small numbers as `1.23E7`, and letters beyond U+FFFF in what is nested
    as pairs of escapes. They come as other engines write them: digits from 0.000001 up to 1e21,
    `1.5e-7` and `1e21` beyond; letters as themselves. Few values have either, and only those
    are taken apart. A number too large for a double is 1e999, whatever its exponent was. -#}
{% macro spark_json_unmarked(value) -%}
    case
        when {{ value }} rlike '[0-9]E-?[0-9]|\\\\uD|"Infinity"|"-Infinity"'
            then {{ _spark_json_rewritten(value) }}
        else replace({{ value }}, '"\uFFFF', '"')
    end
{%- endmacro %}

{% macro _spark_json_rewritten(value) -%}
    {#- strings, all that is no number, and numbers; inside of a string no quote is left once
        escaped backslashes and quotes are put aside -#}
    replace(replace(
        array_join(
            transform(
                regexp_extract_all(
                    replace(replace(
                        replace(replace(replace(
                            {{ value }}, '"Infinity"', '1e999'), '"-Infinity"', '-1e999'
                        ), '"\uFFFF', '"'),
                        '\\\\', chr(1)
                    ), '\\"', chr(2)),
                    '"[^"]*+"|[^"0-9E.+-]++|[0-9E.+-]++', 0
                ),
                token -> case
                    when startswith(token, '"') and instr(token, '\\uD') > 0
                        then {{ _spark_pairs_joined('token') }}
                    when token rlike '^-?[0-9][.][0-9]+E-?[0-9]+$'
                        then {{ _spark_number('token') }}
                    else token
                end
            ),
            ''
        ),
        chr(2), '\\"'
    ), chr(1), '\\\\')
{%- endmacro %}

{#- A text with the surrogate pairs among its escapes as letters. -#}
{% macro _spark_pairs_joined(text) -%}
    array_join(
        transform(
            regexp_extract_all(
                {{ text }},
                '\\\\uD[89AB][0-9A-F]{2}\\\\uD[C-F][0-9A-F]{2}|[^\\\\]++|\\\\', 0
            ),
            part -> case
                when part rlike '^\\\\uD'
                    then decode(unhex(replace(part, '\\u', '')), 'UTF-16BE')
                else part
            end
        ),
        ''
    )
{%- endmacro %}

{#- A number written as `d.dE-n`, in digits where its exponent allows. -#}
{% macro _spark_number(token) -%}
    {%- set sign = "regexp_extract(" ~ token ~ ", '^-?', 0)" -%}
    {%- set exponent = "cast(substring_index(" ~ token ~ ", 'E', -1) as int)" -%}
    {#- all digits but the zero of `1.0` -#}
    {%- set digits -%}
        regexp_replace(replace(substring_index(ltrim('-', {{ token }}), 'E', 1), '.', ''), '(?<=^[0-9])0$', '')
    {%- endset -%}
    concat({{ sign }}, case
        when {{ exponent }} between 0 and 20 and length({{ digits }}) <= {{ exponent }} + 1
            then concat(rpad({{ digits }}, {{ exponent }} + 1, '0'), '.0')
        when {{ exponent }} between 0 and 20
            then concat(
                left({{ digits }}, {{ exponent }} + 1), '.', substr({{ digits }}, {{ exponent }} + 2)
            )
        when {{ exponent }} between -6 and -1
            then concat('0.', repeat('0', -{{ exponent }} - 1), {{ digits }})
        when length({{ digits }}) = 1 then concat({{ digits }}, 'e', {{ exponent }})
        else concat(left({{ digits }}, 1), '.', substr({{ digits }}, 2), 'e', {{ exponent }})
    end)
{%- endmacro %}
