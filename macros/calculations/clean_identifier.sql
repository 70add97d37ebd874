{#- An identifier as it counts: trimmed, null when nothing but zeros and dashes is left (unset
    advertising and install ids). Placeholder words are a seed: see unless_placeholder. -#}
{% macro clean_identifier(identifier) -%}
    case
        -- most begin with neither zero nor dash and end in no white space: nothing to clean
        when {{ identifier }} >= '1' and substr({{ identifier }}, -1, 1) >= '!'
            then {{ identifier }}
        when replace(replace({{ trimmed(identifier) }}, '0', ''), '-', '') <> ''
            then {{ trimmed(identifier) }}
    end
{%- endmacro %}
