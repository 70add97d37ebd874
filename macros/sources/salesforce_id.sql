{#- An id of Salesforce's in its form of 18 characters. One of 15 gets the three that say which of its
    letters are capitals: a bit a letter, the first the lowest, five of them a character. What is no
    id stays as it is. -#}
{% macro salesforce_id(id) -%}
    {%- set letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' -%}
    {%- set others = letters | lower ~ '0123456789' -%}
    {#- five bits from every place of this text on, each of the 32 fives once -#}
    {%- set fives = [] -%}
    {%- for number in range(32) -%}
        {%- set bits = [] -%}
        {%- for place in range(5) -%}{%- do bits.append((number // 2 ** place) % 2) -%}{%- endfor -%}
        {%- do fives.append(bits | join) -%}
    {%- endfor -%}
    case
        when {{ regexp_contains(id, "'^[A-Za-z0-9]{15}$'") }}
            then {{ id }}
                {%- for block in range(3) %}
                || substr(
                    '{{ letters }}012345',
                    cast((
                        instr(
                            '{{ fives | join(' ') }}',
                            translate(
                                substr({{ id }}, {{ block * 5 + 1 }}, 5),
                                '{{ letters ~ others }}',
                                '{{ '1' * 26 ~ '0' * 36 }}'
                            )
                        ) + 5
                    ) / 6 as integer),
                    1
                )
                {%- endfor %}
        else {{ id }}
    end
{%- endmacro %}
