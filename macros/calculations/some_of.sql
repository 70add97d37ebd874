{#- The first of some texts, and how many more there are. -#}
{% macro some_of(texts, count=3) %}
    {{ return(texts[:count] | join(', ')
        ~ (' and ' ~ (texts | length - count) ~ ' more' if texts | length > count else '')) }}
{% endmacro %}
