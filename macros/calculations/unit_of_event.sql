{#- The id that a funnel counts an event under; null when the event has none of that kind. -#}
{% macro unit_of_event(unit, events) -%}
    case {{ unit }}
        when 'person' then {{ events }}.person_id
        when 'session' then {{ events }}.session_id
        when 'account' then {{ events }}.account_id
    end
{%- endmacro %}
