{#- The type of a Google Analytics event by its name. Those that Google sends by itself, of a session or a
    user that began or a page that was looked at, tell who is there: nobody did them. -#}
{% macro ga4_event_type(event_name) -%}
    case
        when {{ event_name }} = 'page_view' then 'page'
        when {{ event_name }} = 'screen_view' then 'screen'
        when {{ event_name }} in ('join_group', 'group') then 'group'
        when
            {{ event_name }} in (
                'session_start', 'first_visit', 'first_open', 'user_engagement', 'identify'
            )
            then 'identify'
        else 'track'
    end
{%- endmacro %}
