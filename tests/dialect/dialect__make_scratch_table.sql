-- made, then rebuilt: 1 and 2, then 3 and 4
{% if execute %}
{% do make_scratch_table(
    'dialect_scratch',
    'select 1 as number union all select 2 as number'
) %}
{% do make_scratch_table(
    'dialect_scratch',
    'select 3 as number union all select 4 as number'
) %}
{% endif %}

with

actual as (

    select
        count(*) as row_count,
        min(number) as smallest,
        max(number) as largest
    from {{ scratch_table('dialect_scratch') }}

)

select * from actual
where
    row_count <> 2
    or smallest is distinct from 3
    or largest is distinct from 4
