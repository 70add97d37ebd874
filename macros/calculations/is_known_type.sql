{#- Whether a type of event is one of the tracker's. -#}
{% macro is_known_type(event_type) -%}
    {{ event_type }} in ('track', 'page', 'screen', 'identify', 'group', 'alias')
{%- endmacro %}
