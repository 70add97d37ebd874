{#- Why a raw row cannot be read as an object, the first that applies; null when it can.
    `defect` is what the landing reader found, `document` the row as JSON text. With `is_text` it is a line
    of text, of which only the length is judged. -#}
{% macro reading_defect(defect, document, is_text=false) -%}
    case
        when {{ defect }} is not null then {{ defect }}
        -- the line end does not count, and is looked for only in long lines
        when
            {{ byte_length(document) }} > {{ var('max_row_bytes') }}
            and {{ byte_length("trim(trailing chr(13) || chr(10) from " ~ document ~ ")") }}
            > {{ var('max_row_bytes') }}
            then 'oversized'
        {%- if not is_text %}
        when not {{ is_json(document) }} then 'not_json'
        -- few begin with blanks, and to take those away is slow
        when
            left({{ document }}, 1) <> '{'
            and left(trim(leading ' ' || chr(9) from {{ document }}), 1) <> '{'
            then 'not_an_object'
        {%- endif %}
    end
{%- endmacro %}
