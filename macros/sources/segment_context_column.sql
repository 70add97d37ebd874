{#- The column of a warehouse that has what is at a path in the context of a call's JSON. -#}
{% macro segment_context_column(path) -%}
    {{ return('context_' ~ modules.re.sub('([A-Z])', '_\\1', path | replace('.', '_')) | lower) }}
{%- endmacro %}
