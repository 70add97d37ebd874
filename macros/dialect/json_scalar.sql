{#- A JSON text of json_fields as plain text: strings unquoted, numbers and booleans as they
    are written, objects and arrays as JSON text; JSON null as null. -#}
{% macro json_scalar(value) -%}
    {{ adapter.dispatch('json_scalar')(value) }}
{%- endmacro %}

{% macro default__json_scalar(value) -%}
    {{ no_dialect('json_scalar') }}
{%- endmacro %}

{% macro duckdb__json_scalar(value) -%}
    ({{ value }} ->> '$')
{%- endmacro %}

{% macro spark__json_scalar(value) -%}
    case
        when {{ value }} = 'null' then cast(null as string)
        when left({{ value }}, 1) <> '"' then {{ value }}
        when instr({{ value }}, '\\') = 0 then substr({{ value }}, 2, length({{ value }}) - 2)
        else from_json(concat('[', {{ value }}, ']'), 'array<string>')[0]
    end
{%- endmacro %}
