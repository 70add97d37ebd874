{#- An identifier as it counts: trimmed, null when nothing but zeros and dashes is left (unset
    advertising and install ids). Placeholder words are a seed, joined where it is used. -#}
{% macro clean_identifier(identifier) -%}
    case
        when replace(replace(trim({{ identifier }}), '0', ''), '-', '') <> ''
            then trim({{ identifier }})
    end
{%- endmacro %}
