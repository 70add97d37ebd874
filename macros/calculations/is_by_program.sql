{#- Whether an app or a server sent an event, by its platform. Their programs name themselves as robots
    do: what the sender says of itself comes before its user agent. -#}
{% macro is_by_program(platform) -%}
    coalesce({{ platform }} in ('app', 'server'), false)
{%- endmacro %}
