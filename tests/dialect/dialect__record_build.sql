-- the engine has its own; it writes, so it is not called here. tests/incremental shows
-- what the next run makes of it
{% set found = adapter.dispatch('record_build').macro.name if execute %}

with

actual as (

    select '{{ found }}' as macro_name

)

select * from actual
where macro_name like 'default%'
