{#- A text of a record of Google Analytics, of its member in the export or of Fivetran's column; null
    where neither says anything. -#}
{% macro ga4_said(record, member) -%}
    coalesce(
        {{ ga4_known('fields.' ~ record ~ '.' ~ member) }},
        {{ ga4_known('fields.' ~ record ~ '_' ~ member) }}
    )
{%- endmacro %}
