{#- A JSON object (text) with those members alone that are not null and whose name meets a condition, an
    SQL expression of the word `name`; in its own order and without white space, null for null. -#}
{% macro json_filtered(document, condition) -%}
    {{ adapter.dispatch('json_filtered')(document, condition) }}
{%- endmacro %}

{% macro default__json_filtered(document, condition) -%}
    {{ no_dialect('json_filtered') }}
{%- endmacro %}

{% macro duckdb__json_filtered(document, condition) -%}
    {#- a patch of nulls removes; values are taken out of the text once and not for each name -#}
    case when {{ document }} is not null then cast(json_merge_patch(
        {{ document }},
        list_transform([cast(json_extract({{ document }}, '$.*') as varchar[])], lambda held:
            '{' || array_to_string(
                list_transform(
                    list_filter(
                        json_keys({{ document }}),
                        lambda name, nth: held[nth] = 'null' or not ({{ condition }})
                    ),
                    lambda name: cast(to_json(name) as varchar) || ':null'
                ),
                ','
            ) || '}'
        )[1]
    ) as varchar) end
{%- endmacro %}

{% macro spark__json_filtered(document, condition) -%}
    concat(
        '{',
        array_join(
            transform(
                filter(
                    map_entries({{ spark_json_members(document) }}),
                    entry -> entry.value is not null
                    and {{ spark_let('name', 'substr(entry.key, 2)', condition) }}
                ),
                entry -> concat(
                    {{ spark_json_quoted('substr(entry.key, 2)') }},
                    ':',
                    {{ spark_json_text('entry.value') }}
                )
            ),
            ','
        ),
        '}'
    )
{%- endmacro %}
