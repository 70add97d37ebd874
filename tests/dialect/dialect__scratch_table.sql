-- two tables of two names at the same time, one made from the other
{% if execute %}
{% do make_scratch_table('dialect_scratch_one', 'select 1 as number') %}
{% do make_scratch_table(
    'dialect_scratch_two',
    'select number + 1 as number from ' ~ scratch_table('dialect_scratch_one')
) %}
{% endif %}

with

actual as (

    select
        ones.number as one_number,
        twos.number as two_number
    from {{ scratch_table('dialect_scratch_one') }} as ones
    cross join {{ scratch_table('dialect_scratch_two') }} as twos

)

select * from actual
where
    one_number <> 1
    or two_number <> 2
