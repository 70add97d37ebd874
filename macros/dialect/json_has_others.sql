{#- Whether a JSON object (text) has members besides those of a list of names; null for null.
    `known_count` says how many of them it has that are not null: where reading names is cheap, most
    objects are told by it. -#}
{% macro json_has_others(document, names, known_count) -%}
    {{ adapter.dispatch('json_has_others')(document, names, known_count) }}
{%- endmacro %}

{% macro default__json_has_others(document, names, known_count) -%}
    {{ no_dialect('json_has_others') }}
{%- endmacro %}

{% macro duckdb__json_has_others(document, names, known_count) -%}
    (
        len(json_keys({{ document }})) > {{ known_count }}
        and not list_has_all([{{ quoted_list(names) }}], json_keys({{ document }}))
    )
{%- endmacro %}

{% macro spark__json_has_others(document, names, known_count) -%}
    {{ spark_let(
        'keys', 'map_keys(' ~ spark_json_members(document) ~ ')',
        'size(array_except(transform(keys, key -> substr(key, 2)), array('
        ~ quoted_list(names) ~ '))) > 0'
    ) }}
{%- endmacro %}
