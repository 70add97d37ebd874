{#- A JSON object (text without white space) whose members go by the names that a map of map_of
    gives theirs, by the rules of json_renamed; as it is where the map is null or knows none of
    them, which a search of the text tells. -#}
{% macro json_aliased(document, names) -%}
    {{ adapter.dispatch('json_aliased')(document, names) }}
{%- endmacro %}

{% macro default__json_aliased(document, names) -%}
    {{ no_dialect('json_aliased') }}
{%- endmacro %}

{% macro duckdb__json_aliased(document, names) -%}
    case
        when {{ names }} is null then {{ document }}
        when len(list_filter(
            map_keys({{ names }}), lambda known: contains({{ document }}, known)
        )) > 0
            then {{ json_renamed(
                document,
                'list_transform(old_names, lambda name: coalesce(' ~ names ~ '[name], name))'
            ) }}
        else {{ document }}
    end
{%- endmacro %}

{% macro spark__json_aliased(document, names) -%}
    case
        when {{ names }} is null then {{ document }}
        when exists(
            map_keys({{ names }}), known -> instr({{ document }}, concat('"', known, '":')) > 0
        )
            then {{ json_renamed(
                document,
                'transform(old_names, name -> coalesce(' ~ names ~ '[name], name))'
            ) }}
        else {{ document }}
    end
{%- endmacro %}
