{#- An item of a path as paths compare it: without a slash at its end, but for `/` itself; null for
    an empty text. -#}
{% macro page_item(text) -%}
    case
        when right({{ text }}, 1) = '/' and length({{ text }}) > 1
            then left({{ text }}, length({{ text }}) - 1)
        else nullif({{ text }}, '')
    end
{%- endmacro %}
