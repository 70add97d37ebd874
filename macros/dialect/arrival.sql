{#- Where an event stands among all as they came, as a whole number of 38 digits: by its receipt, or
    the first moment of its load's day; then by the place of its file (file_position of
    landing_files) and of its line. Orders the events of one moment. -#}
{% macro arrival(received_at, load_date, file_position, line_number) -%}
    {{ adapter.dispatch('arrival')(received_at, load_date, file_position, line_number) }}
{%- endmacro %}

{% macro default__arrival(received_at, load_date, file_position, line_number) -%}
    {{ no_dialect('arrival') }}
{%- endmacro %}

{#- the receipt by as many digits as there is room for: about 1653 to 2286 -#}
{% macro duckdb__arrival(received_at, load_date, file_position, line_number) -%}
    {%- set known = 'coalesce(' ~ received_at ~ ', cast(' ~ load_date ~ ' as timestamp))' -%}
    cast(
        cast(greatest(-9999999999999999, least(9999999999999999, {{ microseconds(known) }})) as hugeint)
        * cast(10000000000000000000000 as hugeint)
        + cast({{ file_position }} as hugeint) * 100000000000
        + {{ line_number }}
        as decimal(38, 0)
    )
{%- endmacro %}

{% macro spark__arrival(received_at, load_date, file_position, line_number) -%}
    {%- set known = 'coalesce(' ~ received_at ~ ', cast(' ~ load_date ~ ' as timestamp))' -%}
    cast(
        cast(greatest(-9999999999999999, least(9999999999999999, {{ microseconds(known) }})) as decimal(16, 0))
        * cast(10000000000000000000000 as decimal(23, 0))
        + cast({{ file_position }} as decimal(11, 0)) * cast(100000000000 as decimal(12, 0))
        + cast({{ line_number }} as decimal(11, 0))
        as decimal(38, 0)
    )
{%- endmacro %}
