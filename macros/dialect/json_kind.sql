{#- What a JSON text of json_fields holds: 'string', 'number', 'boolean', 'object' or 'array';
    null for absent or JSON null. Told by its first character. -#}
{% macro json_kind(value) -%}
    {{ adapter.dispatch('json_kind')(value) }}
{%- endmacro %}

{% macro default__json_kind(value) -%}
    {{ no_dialect('json_kind') }}
{%- endmacro %}

{% macro duckdb__json_kind(value) -%}
    {#- to compare texts is cheaper than to cut off a character: each second text is the least
        that begins otherwise -#}
    {%- set text = 'cast(' ~ value ~ ' as varchar)' -%}
    case
        when {{ text }} >= '"' and {{ text }} < '#' then 'string'
        when {{ text }} >= '{' and {{ text }} < '|' then 'object'
        when {{ text }} >= '[' and {{ text }} < '\' then 'array'
        when {{ text }} in ('true', 'false') then 'boolean'
        when {{ text }} <> 'null' then 'number'
    end
{%- endmacro %}

{% macro spark__json_kind(value) -%}
    case
        when left({{ value }}, 1) = '"' then 'string'
        when left({{ value }}, 1) = '{' then 'object'
        when left({{ value }}, 1) = '[' then 'array'
        when left({{ value }}, 1) in ('t', 'f') then 'boolean'
        when {{ value }} <> 'null' then 'number'
    end
{%- endmacro %}
