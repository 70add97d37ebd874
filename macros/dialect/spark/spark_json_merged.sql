{#- A JSON object (text) changed by another as RFC 7396 says: members of `patch` take the place of
    those of the same name, objects are merged (down to two levels below), nulls remove. Both
    are without white space, as spark_json_text writes; `target` has no nulls. -#}
{% macro spark_json_merged(target, patch) -%}
    {{ _spark_json_merged_levels(target, patch, 2) }}
{%- endmacro %}

{% macro _spark_json_merged_levels(target, patch, levels) -%}
    {%- set both, entry, written = 'both' ~ levels, 'entry' ~ levels, 'written' ~ levels -%}
    {%- set old_value = both ~ '.old[' ~ entry ~ '.key]' -%}
    {%- set body -%}
        concat(
            '{',
            array_join(
                concat(
                    transform(
                        filter(
                            map_entries({{ both }}.old),
                            {{ entry }} -> not map_contains_key({{ both }}.new, {{ entry }}.key)
                        ),
                        {{ entry }} -> concat(
                            {{ spark_json_quoted('substr(' ~ entry ~ '.key, 2)') }},
                            ':',
                            {{ spark_json_text(entry ~ '.value') }}
                        )
                    ),
                    transform(
                        filter(
                            map_entries({{ both }}.new),
                            {{ entry }} -> {{ entry }}.value is not null
                        ),
                        {{ entry }} -> concat(
                            {{ spark_json_quoted('substr(' ~ entry ~ '.key, 2)') }},
                            ':',
                            {%- set written_value = spark_let(
                                written, spark_json_text(entry ~ '.value'),
                                spark_json_without_nulls(written)
                            ) %}
                            {%- if levels > 0 %}
                            case
                                when
                                    left({{ entry }}.value, 1) = '{'
                                    and left({{ old_value }}, 1) = '{'
                                    then {{ _spark_json_merged_levels(
                                        spark_json_text(old_value),
                                        spark_json_text(entry ~ '.value'),
                                        levels - 1
                                    ) }}
                                else {{ written_value }}
                            end
                            {%- else %}
                            {{ written_value }}
                            {%- endif %}
                        )
                    )
                ),
                ','
            ),
            '}'
        )
    {%- endset -%}
    {{ spark_let(
        both,
        "named_struct('old', " ~ spark_json_members(target) ~ ", 'new', "
        ~ spark_json_members(patch) ~ ')',
        body
    ) }}
{%- endmacro %}
