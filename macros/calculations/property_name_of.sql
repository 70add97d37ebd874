{#- The name of a property in the spelling that all have here: snake_case, as event names, but for
    a `$` in front, which stays: it tells what a collector says by itself from what people
    send. A name without a letter or digit stays as it is. -#}
{% macro property_name_of(text) -%}
    coalesce(
        case when left({{ text }}, 1) = '$' then '$' else '' end
        || nullif({{ snake_case(text) }}, ''),
        {{ text }}
    )
{%- endmacro %}
