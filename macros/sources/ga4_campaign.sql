{#- A field of the campaign that led to a Google Analytics event: as it was collected with the event, else
    its parameter. `traffic_source` is no such thing: it says where the user first came from. -#}
{% macro ga4_campaign(collected, parameter) -%}
    coalesce({{ ga4_said('collected_traffic_source', collected) }}, said.{{ parameter }})
{%- endmacro %}
