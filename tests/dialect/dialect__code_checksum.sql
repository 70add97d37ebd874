-- one text for one state of the code: hexadecimal, 64 characters, asked twice the same
{% if execute %}
    {% set first = code_checksum() %}
    {% set second = code_checksum() %}
{% endif %}

with

actual as (

    select
        '{{ first }}' as checksum,
        '{{ second }}' as again

)

select * from actual
where
    length(checksum) <> 64
    or translate(checksum, '0123456789abcdef', '') <> ''
    or again <> checksum
