{#- A query that gives each user agent of `rows`, the name of a relation or common table
    expression with the column user_agent, and its `parts`: families by uap-core as a struct
    (browser, os, device), null where unknown; the device of a robot that
    is on a list is `Spider`. For distinct, non-null strings. It returns a query
    and not an expression, because an engine may only be able to send whole rows to a program. -#}
{% macro user_agent_parts(rows) -%}
    {{ adapter.dispatch('user_agent_parts')(rows) }}
{%- endmacro %}

{% macro default__user_agent_parts(rows) -%}
    {{ no_dialect('user_agent_parts') }}
{%- endmacro %}

{% macro duckdb__user_agent_parts(rows) -%}
    select
        user_agent,
        user_agent_parts(user_agent) as parts
    from {{ rows }}
{%- endmacro %}

{% macro spark__user_agent_parts(rows) -%}
    select
        decode(unhex(digits), 'UTF-8') as user_agent,
        from_json(families, 'browser string, os string, device string') as parts
    from (
        select
            transform(digits)
            {{ spark_program('user_agent_parser') }}
            as (digits string, families string)
        from (select hex(user_agent) as digits from {{ rows }})
    )
{%- endmacro %}
