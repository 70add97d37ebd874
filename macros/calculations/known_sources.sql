{#- The collectors that a definition may name, as a list: those that are on, and those that
    the project can read, so that turning one off does not make its settings wrong. -#}
{% macro known_sources() -%}
    {{ return((['tracker', 'snowplow'] + var('sources')) | unique | list) }}
{%- endmacro %}
