{#- A known other spelling of a time as ISO 8601 has it; other text in upper case, as it is. `mark`
    stands before the number of a group in the engine's replacements. -#}
{% macro iso_spelling(text, mark) -%}
    {%- set text = 'upper(' ~ text ~ ')' -%}
    {%- set rfc_1123 = '^([A-Z]{3}, )?([0-9]{1,2}) ([A-Z]{3}) ([0-9]{4}) ([0-9]{2}:[0-9]{2}:[0-9]{2}) (.*)$' -%}
    {%- set month -%}
        substr(
            '010203040506070809101112',
            cast(floor((instr(
                'JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC',
                regexp_extract({{ text }}, '{{ rfc_1123 }}', 3)
            ) + 2) / 3) as int) * 2 - 1,
            2
        )
    {%- endset -%}
    {%- set steps = [
        ('^([0-9]{4})([0-9]{2})([0-9]{2})(T|$)', '#1-#2-#3#4'),
        ('T([0-9]{2})([0-9]{2})([0-9]{2})', 'T#1:#2:#3'),
        ('T([0-9]{2})([0-9]{2})([^:0-9]|$)', 'T#1:#2#3'),
        (':([0-9]{2}),([0-9]+)', ':#1.#2'),
        (' ?(UTC|GMT)$', 'Z'),
        (' ([+-][0-9]{2}:?[0-9]{2})$', '#1'),
    ] -%}
    {%- set spelled = namespace(text=text) -%}
    {%- for pattern, replacement in steps -%}
        {%- set spelled.text = 'regexp_replace(' ~ spelled.text ~ ", '" ~ pattern ~ "', '"
            ~ replacement | replace('#', mark) ~ "')" -%}
    {%- endfor -%}
    case
        when regexp_extract({{ text }}, '{{ rfc_1123 }}', 3) = '' then {{ spelled.text }}
        else concat(
            regexp_extract({{ text }}, '{{ rfc_1123 }}', 4), '-', {{ month }}, '-',
            lpad(regexp_extract({{ text }}, '{{ rfc_1123 }}', 2), 2, '0'), 'T',
            regexp_extract({{ text }}, '{{ rfc_1123 }}', 5),
            regexp_replace(
                regexp_extract({{ text }}, '{{ rfc_1123 }}', 6), '^(UTC|GMT)$', 'Z'
            )
        )
    end
{%- endmacro %}
