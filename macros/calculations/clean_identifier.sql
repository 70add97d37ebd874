{#- An identifier as it counts: trimmed, an e-mail address in lower case, null when nothing but zeros
    and dashes is left (unset advertising and install ids). Placeholder words are a seed: see
    unless_placeholder. -#}
{% macro clean_identifier(identifier) -%}
    case
        when instr({{ identifier }}, '@') > 0
            then
                case
                    when {{ regexp_contains(
                        trimmed(identifier),
                        "'^[^@ ]+@[^@ ]+[.][^@ ]+$'"
                    ) }} then lower({{ trimmed(identifier) }})
                    else {{ trimmed(identifier) }}
                end
        -- most begin with neither zero nor dash and end in no white space: nothing to clean
        when {{ identifier }} >= '1' and substr({{ identifier }}, -1, 1) >= '!'
            then {{ identifier }}
        when replace(replace({{ trimmed(identifier) }}, '0', ''), '-', '') <> ''
            then {{ trimmed(identifier) }}
    end
{%- endmacro %}
