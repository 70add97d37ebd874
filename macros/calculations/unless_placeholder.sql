{#- An identifier, or null where it is a word that trackers write for none, in any case. `placeholders`
    is the row of the words and of the length of the longest: only what is no longer is looked
    up. -#}
{% macro unless_placeholder(identifier) -%}
    case
        when
            length({{ identifier }}) > placeholders.longest
            or instr({{ identifier }}, '|') > 0
            or coalesce(instr(placeholders.words, '|' || lower({{ identifier }}) || '|'), 0) = 0
            then {{ identifier }}
    end
{%- endmacro %}
