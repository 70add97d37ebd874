{#- A JSON object (text) without the named members, in its own order and without white space;
    null for null. `keys` is a list of names. -#}
{% macro json_without(document, keys) -%}
    {{ adapter.dispatch('json_without')(document, keys) }}
{%- endmacro %}

{% macro default__json_without(document, keys) -%}
    {{ no_dialect('json_without') }}
{%- endmacro %}

{% macro duckdb__json_without(document, keys) -%}
    case when {{ document }} is not null then cast(json_merge_patch(
        {{ document }}, '{"{{ keys | join('": null, "') }}": null}'
    ) as varchar) end
{%- endmacro %}

{% macro spark__json_without(document, keys) -%}
    concat(
        '{',
        array_join(
            transform(
                filter(
                    map_entries({{ spark_json_members(document) }}),
                    entry -> substr(entry.key, 2) not in ({{ quoted_list(keys) }})
                ),
                entry -> concat(
                    {{ spark_json_quoted('substr(entry.key, 2)') }},
                    ':',
                    coalesce({{ spark_json_text('entry.value') }}, 'null')
                )
            ),
            ','
        ),
        '}'
    )
{%- endmacro %}
