{#- One member of a JSON object (text) as text, strings unquoted; null when it is absent,
    JSON null, or the document is no object. `key` is an SQL expression; it is matched exactly,
    dots and all. -#}
{% macro json_member(document, key) -%}
    {{ adapter.dispatch('json_member')(document, key) }}
{%- endmacro %}

{% macro default__json_member(document, key) -%}
    {{ no_dialect('json_member') }}
{%- endmacro %}

{% macro duckdb__json_member(document, key) -%}
    case
        -- a name that is nowhere in the text needs no reading; with a backslash it may be
        -- spelled otherwise
        when contains({{ document }}, {{ key }}) or contains({{ document }}, '\')
            then json_extract_string(
                {{ document }},
                -- a JSON pointer, in which only ~ and / are special
                '/' || replace(replace({{ key }}, '~', '~0'), '/', '~1')
            )
    end
{%- endmacro %}

{% macro spark__json_member(document, key) -%}
    {{ spark_json_plain(
        spark_json_members(document) ~ "[concat('\\uFFFF', " ~ key ~ ")]"
    ) }}
{%- endmacro %}
