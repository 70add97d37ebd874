{#- A query that gives each host of `rows`, the name of a relation or common table expression with the
    column host, and its `parts` by the Public Suffix List, as a struct: `site`, the domain that
    somebody registered (the host itself where it has none), and `any_suffix`, the host with `*` in
    place of a suffix of the public registries (null where it ends in none). For distinct,
    non-null texts; a query for the same reason as user_agent_parts. -#}
{% macro host_sites(rows) -%}
    {{ adapter.dispatch('host_sites')(rows) }}
{%- endmacro %}

{% macro default__host_sites(rows) -%}
    {{ no_dialect('host_sites') }}
{%- endmacro %}

{% macro duckdb__host_sites(rows) -%}
    select
        host,
        host_site(host) as parts
    from {{ rows }}
{%- endmacro %}

{% macro spark__host_sites(rows) -%}
    select
        decode(unhex(digits), 'UTF-8') as host,
        from_json(sites, 'site string, any_suffix string') as parts
    from (
        select
            transform(digits)
            {{ spark_program('host_site_finder') }}
            as (digits string, sites string)
        from (select hex(host) as digits from {{ rows }})
    )
{%- endmacro %}
