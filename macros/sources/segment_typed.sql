{#- Columns of a warehouse's row as a JSON object (text) with numbers and booleans that are such in files of
    every kind: in CSV they are texts. -#}
{% macro segment_typed(columns) -%}
    case
        when {{ regexp_contains('lower(file)', "'[.](csv|tsv|tab)([.](gz|zst))?$'") }}
            then {{ json_typed(columns) }}
        else {{ columns }}
    end
{%- endmacro %}
