{#- Whether a rule's alternative may be an event of this name: `*` is any event but those that say who
    somebody is, and do nothing. Every other alternative is judged by its name already. -#}
{% macro may_be_any_event(alternative, event_name) -%}
    ({{ event_name }} not in ('identify', 'group', 'alias') or {{ alternative }} <> '*')
{%- endmacro %}
