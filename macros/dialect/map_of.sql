{#- The pairs of a group as a map from `key` to `value`, texts both; no key comes twice. Made for
    json_aliased. -#}
{% macro map_of(key, value) -%}
    {{ adapter.dispatch('map_of')(key, value) }}
{%- endmacro %}

{% macro default__map_of(key, value) -%}
    {{ no_dialect('map_of') }}
{%- endmacro %}

{% macro duckdb__map_of(key, value) -%}
    map_from_entries(list({'k': {{ key }}, 'v': {{ value }}}))
{%- endmacro %}

{% macro spark__map_of(key, value) -%}
    map_from_entries(collect_list(struct({{ key }}, {{ value }})))
{%- endmacro %}
