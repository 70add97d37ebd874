-- made, then made anew from itself: 1 and 2 become 3 and 4
{% if execute %}
    {% do run_query(create_temporary_table(
        'dialect_temporary', 'select 1 as number union all select 2 as number'
    )) %}
    {% do run_query(create_temporary_table(
        'dialect_temporary', 'select number + 2 as number from dialect_temporary'
    )) %}
{% endif %}

with

actual as (

    select
        count(*) as row_count,
        min(number) as smallest,
        max(number) as largest
    from dialect_temporary

)

select * from actual
where
    row_count <> 2
    or smallest is distinct from 3
    or largest is distinct from 4
