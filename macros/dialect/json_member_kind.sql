{#- What a member of a JSON object (text) holds: 'string', 'integer', 'number' (one with a fraction
    or exponent), 'boolean', 'object' or 'array'; null when it is absent or JSON null. `key` as
    in json_member. -#}
{% macro json_member_kind(document, key) -%}
    {{ adapter.dispatch('json_member_kind')(document, key) }}
{%- endmacro %}

{% macro default__json_member_kind(document, key) -%}
    {{ no_dialect('json_member_kind') }}
{%- endmacro %}

{% macro duckdb__json_member_kind(document, key) -%}
    case json_type(
        {{ document }}, '/' || replace(replace({{ key }}, '~', '~0'), '/', '~1')
    )
        when 'VARCHAR' then 'string'
        when 'BIGINT' then 'integer'
        when 'UBIGINT' then 'integer'
        when 'HUGEINT' then 'integer'
        when 'DOUBLE' then 'number'
        when 'BOOLEAN' then 'boolean'
        when 'OBJECT' then 'object'
        when 'ARRAY' then 'array'
    end
{%- endmacro %}

{% macro spark__json_member_kind(document, key) -%}
    {{ spark_json_kind(
        spark_json_members(document) ~ "[concat('\\uFFFF', " ~ key ~ ")]"
    ) }}
{%- endmacro %}
