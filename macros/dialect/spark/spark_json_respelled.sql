{#- The text of a variant of a JSON `document`, its numbers as spark_json_text writes them; the
    document where the variant is null, or would lose a number that no double holds. -#}
{% macro spark_json_respelled(ordered, document) -%}
    case
        when {{ ordered }} is null or {{ document }} rlike '[:,\\[]-?1e999[,}\\]]'
            then {{ document }}
        when {{ ordered }} rlike '[0-9]E-?[0-9]'
            then replace(replace(
                array_join(
                    transform(
                        regexp_extract_all(
                            replace(replace({{ ordered }}, '\\\\', chr(1)), '\\"', chr(2)),
                            '"[^"]*+"|[^"0-9E.+-]++|[0-9E.+-]++', 0
                        ),
                        token -> case
                            when token rlike '^-?[0-9][.][0-9]+E-?[0-9]+$'
                                then {{ _spark_number('token') }}
                            else token
                        end
                    ),
                    ''
                ),
                chr(2), '\\"'
            ), chr(1), '\\\\')
        else {{ ordered }}
    end
{%- endmacro %}
