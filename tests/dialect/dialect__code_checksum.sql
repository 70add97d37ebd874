-- one text for one state of the code: hexadecimal, 64 characters, asked twice the same
{% set first = code_checksum() if execute %}
{% set second = code_checksum() if execute %}

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
