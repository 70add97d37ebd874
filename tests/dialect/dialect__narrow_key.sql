-- keys are equal, and in order, as their texts are
with

keys as (

    select md5('a') as key
    union all
    select md5('b') as key
    union all
    select 'ffffffffffffffffffffffffffffffff' as key
    union all
    select '00000000000000000000000000000000' as key
    union all
    select '7fffffffffffffffffffffffffffffff' as key
    union all
    select '80000000000000000000000000000000' as key

),

actual as (

    select
        lesser.key as lesser_key,
        greater.key as greater_key,
        {{ narrow_key('lesser.key') }} < {{ narrow_key('greater.key') }} as is_less,
        {{ narrow_key('lesser.key') }} = {{ narrow_key('greater.key') }} as is_equal
    from keys as lesser
    cross join keys as greater

)

select * from actual
where
    is_less is distinct from lesser_key < greater_key
    or is_equal is distinct from lesser_key = greater_key
