{#- An event name as a person wrote it in a definition, in the spelling of the stream:
    snake_case. A name that ends in `*` stands for all that begin like it and keeps its star. -#}
{% macro event_name_of(text) -%}
    case
        when right({{ text }}, 1) = '*' then lower({{ text }})
        else nullif({{ snake_case(text) }}, '')
    end
{%- endmacro %}
